"""Lists as a reconciliation service (API 0.2) for OpenRefine: answers of other rooms over HTTP."""
