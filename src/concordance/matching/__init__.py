"""Matching: names of one list to candidates in the other, each with its rule and evidence."""

from concordance.matching.match import Link, link_checklists
from concordance.matching.rules import nearest_names

__all__ = ["Link", "link_checklists", "nearest_names"]
