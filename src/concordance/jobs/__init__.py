"""Large jobs: files larger than memory, and Spark."""
