"""Large jobs: tables larger than memory, and Spark."""
