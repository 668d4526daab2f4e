"""Trigger point: a pack of data files for palpate."""
