"""Small-count protection: pure functions on tables of counts."""
