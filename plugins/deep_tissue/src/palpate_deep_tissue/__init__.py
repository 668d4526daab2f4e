"""Deep tissue: a pack of data files for palpate."""
