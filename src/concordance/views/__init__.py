"""Views: what a person looks at; each takes a table and draws it."""
