"""Exports: each writes a table and its sources to a file and decides nothing."""
