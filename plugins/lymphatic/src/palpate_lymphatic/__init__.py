"""Manual lymphatic drainage: a pack of data files for palpate."""
