"""Putting packs in and taking them out, without importing any of them."""
