"""Matching: names of one list to candidates in the other, each with its rule and evidence."""

from concordance.matching.inspection import inspect
from concordance.matching.lookup import match_names
from concordance.matching.match import Link, link_checklists
from concordance.matching.rules import nearest_names

__all__ = ["Link", "inspect", "link_checklists", "match_names", "nearest_names"]
