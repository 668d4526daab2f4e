"""Neuromuscular therapy: a pack of data files for palpate."""
