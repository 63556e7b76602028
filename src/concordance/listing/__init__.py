"""Which entries cover a taxon, where and since when, and other legal facts."""
