"""Species+ API v1: a client with cache and resume, and its taxon concepts as a checklist."""
