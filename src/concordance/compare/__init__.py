"""Compares what two lists, the Red List and standard references state about one taxon."""
