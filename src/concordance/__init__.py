"""A concordance of the species names in the Appendices of CITES and CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concordance.arrange.lists import load_checklist
    from concordance.arrange.official_lists import load_list, load_listings
    from concordance.arrange.reference_lists import reference_list, reference_lists
    from concordance.arrange.treaties import load_cites, load_cms
    from concordance.changes import diff
    from concordance.checklist import Checklist, Source
    from concordance.concordance import Concordance, build, cite
    from concordance.crosswalks.of_lists import Crosswalk, crosswalk
    from concordance.decision_tables import merge_decisions
    from concordance.errors import (
        ChecklistError,
        ConcordanceError,
        DateError,
        NetworkError,
        UnknownNameError,
    )
    from concordance.history import alignment_over_time
    from concordance.lookups.ask import lookup
    from concordance.lookups.trade import lookup_trade
    from concordance.matching.batch import match_batch
    from concordance.matching.common_names import common_names
    from concordance.matching.inspection import inspect
    from concordance.matching.lookup import match_names
    from concordance.readers.decisions import read_decisions
    from concordance.readers.results import read_result, read_sssom
    from concordance.views.answers import Explanation, Information, Listing

#: the module that defines each public name; loaded on first use
_HOME = {
    "Checklist": "checklist",
    "ChecklistError": "errors",
    "Concordance": "concordance",
    "ConcordanceError": "errors",
    "Crosswalk": "crosswalks.of_lists",
    "DateError": "errors",
    "Explanation": "views.answers",
    "Information": "views.answers",
    "Listing": "views.answers",
    "NetworkError": "errors",
    "Source": "checklist",
    "UnknownNameError": "errors",
    "alignment_over_time": "history",
    "build": "concordance",
    "cite": "concordance",
    "crosswalk": "crosswalks.of_lists",
    "common_names": "matching.common_names",
    "diff": "changes",
    "inspect": "matching.inspection",
    "load_checklist": "arrange.lists",
    "load_cites": "arrange.treaties",
    "load_cms": "arrange.treaties",
    "load_list": "arrange.official_lists",
    "load_listings": "arrange.official_lists",
    "lookup": "lookups.ask",
    "lookup_trade": "lookups.trade",
    "match_batch": "matching.batch",
    "match_names": "matching.lookup",
    "merge_decisions": "decision_tables",
    "read_decisions": "readers.decisions",
    "read_result": "readers.results",
    "read_sssom": "readers.results",
    "reference_list": "arrange.reference_lists",
    "reference_lists": "arrange.reference_lists",
}

__all__ = [
    "Checklist",
    "ChecklistError",
    "Concordance",
    "ConcordanceError",
    "Crosswalk",
    "DateError",
    "Explanation",
    "Information",
    "Listing",
    "NetworkError",
    "Source",
    "UnknownNameError",
    "alignment_over_time",
    "build",
    "cite",
    "common_names",
    "crosswalk",
    "diff",
    "inspect",
    "load_checklist",
    "load_cites",
    "load_cms",
    "load_list",
    "load_listings",
    "lookup",
    "lookup_trade",
    "match_batch",
    "match_names",
    "merge_decisions",
    "read_decisions",
    "read_result",
    "read_sssom",
    "reference_list",
    "reference_lists",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        return import_module("concordance.about").TOOL_VERSION
    if name in _HOME:
        return getattr(import_module(f"concordance.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
