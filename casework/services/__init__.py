"""Services delivered to survivors, with who gave them and when."""
