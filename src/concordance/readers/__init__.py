"""Readers turn files into Checklists."""
