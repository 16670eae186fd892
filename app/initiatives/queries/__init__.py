"""Initiatives as people may read them."""
