"""When something is due, exact to the minute, as policy says."""
