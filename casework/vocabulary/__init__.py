"""Code lists and administrative units, loaded from policies and validated."""
