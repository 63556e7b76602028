"""Look up columns of names in all lists at once: Appendix, entries and name, by day and country."""
