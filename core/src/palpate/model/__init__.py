"""Immutable attrs classes and nothing else: what a pack says, what is asked, what comes out."""
