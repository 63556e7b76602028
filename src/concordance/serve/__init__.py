"""A reconciliation service (API 0.2) for OpenRefine: the answers of other modules over HTTP."""
