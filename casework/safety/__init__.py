"""Safe contact: how, when and through whom a survivor may be reached."""
