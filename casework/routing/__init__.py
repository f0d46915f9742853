"""Which facility is on duty for which service in which commune, in which order."""
