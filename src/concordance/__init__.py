"""A concordance of the species names in the Appendices of CITES and CMS."""

from concordance.checklist import Checklist, Source
from concordance.concordance import Concordance, Explanation, alignment_over_time, build
from concordance.errors import ChecklistError, ConcordanceError, DateError, UnknownNameError
from concordance.matching import inspect, match_names
from concordance.readers.appendices import load_cites, load_cms

__version__ = "0.1.0"

__all__ = [
    "Checklist",
    "ChecklistError",
    "Concordance",
    "ConcordanceError",
    "DateError",
    "Explanation",
    "Source",
    "UnknownNameError",
    "alignment_over_time",
    "build",
    "inspect",
    "load_cites",
    "load_cms",
    "match_names",
]
