"""Who may be told what, by purpose, and until when."""
