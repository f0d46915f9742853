"""Referrals between organisations: sent, read, accepted, contacted, closed; who may see what, and when."""
