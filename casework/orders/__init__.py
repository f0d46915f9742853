"""No-contact orders: requested, decided, renewed, broken, ended."""
