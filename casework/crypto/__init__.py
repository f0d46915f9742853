"""Keys, sealed fields and keyed indexes: the only room that imports cryptography."""
