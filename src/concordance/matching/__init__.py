"""Matching: candidates in one list for names of another, each with its rule and evidence."""
