"""Safe contact and risk: how a survivor may be reached, and in how much danger she is."""
