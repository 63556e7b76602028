"""Turns the facts in the package into lists on a day: entries in force, taxa, names, references."""
