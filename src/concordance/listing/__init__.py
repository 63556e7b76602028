"""What covers a taxon, where and since when: entries, timeline, legal facts."""
