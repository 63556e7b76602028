"""Columns of names answered by all lists at once: Appendix, entries, name, days, countries."""
