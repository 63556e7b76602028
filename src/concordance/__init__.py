"""A concordance of the species names in the Appendices of CITES and CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from concordance.checklist import Checklist, Source
from concordance.concordance import Concordance, Explanation, alignment_over_time, build, cite
from concordance.errors import (
    ChecklistError,
    ConcordanceError,
    DateError,
    NetworkError,
    UnknownNameError,
)
from concordance.exports.result import TOOL_VERSION
from concordance.readers.appendices import load_cites, load_cms

if TYPE_CHECKING:
    from concordance.changes import diff
    from concordance.decisions import merge_decisions, read_decisions
    from concordance.matching.batch import match_batch
    from concordance.matching.inspection import inspect
    from concordance.matching.join import NameIndex
    from concordance.matching.lookup import match_names
    from concordance.readers.reference_lists import reference_list, reference_lists
    from concordance.readers.references import load_checklist
    from concordance.readers.results import read_result, read_sssom

__version__ = TOOL_VERSION

__all__ = [
    "Checklist",
    "ChecklistError",
    "Concordance",
    "ConcordanceError",
    "DateError",
    "Explanation",
    "NameIndex",
    "NetworkError",
    "Source",
    "UnknownNameError",
    "alignment_over_time",
    "build",
    "cite",
    "diff",
    "inspect",
    "load_checklist",
    "load_cites",
    "load_cms",
    "match_batch",
    "match_names",
    "merge_decisions",
    "read_decisions",
    "read_result",
    "read_sssom",
    "reference_list",
    "reference_lists",
]

#: what is loaded when first asked for, so that a build does not pay for it
_LATER = {
    "diff": "concordance.changes",
    "inspect": "concordance.matching.inspection",
    "load_checklist": "concordance.readers.references",
    "NameIndex": "concordance.matching.join",
    "match_batch": "concordance.matching.batch",
    "match_names": "concordance.matching.lookup",
    "merge_decisions": "concordance.decisions",
    "read_decisions": "concordance.decisions",
    "read_result": "concordance.readers.results",
    "read_sssom": "concordance.readers.results",
    "reference_list": "concordance.readers.reference_lists",
    "reference_lists": "concordance.readers.reference_lists",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
