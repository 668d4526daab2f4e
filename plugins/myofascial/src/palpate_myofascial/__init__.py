"""Myofascial release: a pack of data files for palpate."""
