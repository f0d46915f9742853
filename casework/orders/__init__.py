"""No-contact orders: asked for, decided, sent out, renewed, cancelled, and what breaks them."""
