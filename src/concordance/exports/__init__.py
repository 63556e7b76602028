"""Exports: a table and its sources in, a file out. They decide nothing."""
