"""What a manager sees, prints and downloads: protected figures against their targets."""
