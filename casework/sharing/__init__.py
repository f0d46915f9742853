"""Which fields travel from which kind of organisation to which, before and after acceptance."""
