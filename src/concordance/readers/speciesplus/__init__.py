"""Species+ API v1: a client that caches and resumes, and its concepts as a checklist."""
