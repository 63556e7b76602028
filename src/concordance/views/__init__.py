"""Views: what a person looks at; each takes tables and draws them, none decides anything."""
