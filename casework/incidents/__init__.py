"""What happened: acts, harms, and the survivor's own words."""
