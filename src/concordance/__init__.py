"""A concordance of the species names in the Appendices of CITES and CMS."""

from concordance.checklist import Checklist, Source
from concordance.concordance import Concordance, Explanation, alignment_over_time, build, cite
from concordance.errors import ChecklistError, ConcordanceError, DateError, UnknownNameError
from concordance.exports.result import TOOL_VERSION
from concordance.matching import inspect, match_names
from concordance.readers.appendices import load_cites, load_cms
from concordance.readers.results import read_result, read_sssom

__version__ = TOOL_VERSION

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
    "cite",
    "inspect",
    "load_cites",
    "load_cms",
    "match_names",
    "read_result",
    "read_sssom",
]
