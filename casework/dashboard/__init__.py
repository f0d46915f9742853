"""The picture: indicators against their targets, trends and tables, out of approved releases alone."""
