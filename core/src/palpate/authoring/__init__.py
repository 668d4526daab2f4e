"""For educators: a new pack, what is wrong with one, what it plans, and what its files may say."""
