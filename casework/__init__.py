"""casework: case management for gender-based and domestic violence in Viet Nam."""
