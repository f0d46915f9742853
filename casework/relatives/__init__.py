"""People around a survivor: who they are to her, and whether they may know."""
