"""A protocol in, a document out: one module for each format."""
