"""What a manager sees, prints and takes away: protected figures against their targets."""
