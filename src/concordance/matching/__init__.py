"""Matching: names of one list to candidates in the other, each with its rule and evidence."""
