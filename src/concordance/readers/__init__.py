"""Readers: files in, Checklists out."""
