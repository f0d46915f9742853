"""Persons with sealed identity, search within what one may see, possible duplicates."""
