"""What two lists, the Red List and standard references say of one taxon, compared."""
