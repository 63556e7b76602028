"""Compares any number of lists: pairs as in `build`, and chains between them."""
