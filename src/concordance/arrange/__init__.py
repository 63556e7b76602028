"""What the facts in the package mean on a day: entries in force, taxa, names, references."""
