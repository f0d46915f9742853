"""The wall between a case and a member of staff who is close to somebody in it."""
