"""The quality report of one list: names in it that should be checked."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pandas as pd

from concordance.checklist import Checklist, checked_list
from concordance.matching.columns import INSPECTION
from concordance.matching.index import ListIndex
from concordance.matching.near import Neighbours
from concordance.names import AuthorshipAgreement, canonical, coarse, compare_authorship
from concordance.names.columns import parse_names
from concordance.records import NameUse
from concordance.schema import cells, to_frame

Finding = tuple[str, str, str, str, str, str]


def inspect(checklist: Checklist) -> pd.DataFrame:
    """Return the names in one list that should be checked: its quality report.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    pandas.DataFrame
        One row for each finding, columns `columns.INSPECTION`: ``near_duplicate`` (accepted names
        equal except for spelling or ending, or one edit apart within a genus), ``homonym`` (one
        name by two authors), ``pro_parte`` (a synonym of several taxa), ``accepted_and_synonym``
        (accepted, and also a synonym of another taxon), ``unknown_genus`` (the genus of a synonym
        has no accepted name in the list), ``unreadable`` (not a name, or a name with a problem).
        Sorted by finding and name; empty if there is nothing to report. A finding is a question,
        not necessarily an error.

    Examples
    --------
    >>> from concordance import load_cms
    >>> sorted(inspect(load_cms())["finding"].unique().tolist())[0]
    'accepted_and_synonym'
    """
    index = checked_list(checklist).once(ListIndex)
    findings: set[Finding] = set()
    findings |= _near_duplicates(index)
    findings |= _shared_names(index)
    findings |= _unknown_genera(index)
    findings |= _unreadable(checklist)
    ordered = sorted(findings)
    columns = [list(column) for column in zip(*ordered, strict=True)] or [[] for _ in INSPECTION]
    return to_frame(
        {c.name: values for c, values in zip(INSPECTION, columns, strict=True)}, INSPECTION
    )


def _near_duplicates(index: ListIndex) -> set[Finding]:
    accepted = {
        name: entry
        for name, entries in index.by_name.items()
        for entry in entries
        if entry.is_accepted and " " in name
    }
    findings: set[Finding] = set()
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(accepted):
        by_form[coarse(name)].append(name)
    for names in by_form.values():
        for a, b in combinations(names, 2):
            findings.add(_pair(accepted[a], accepted[b], "the same except for spelling or ending"))
    for name, near in Neighbours(accepted).find_all(accepted).items():
        for other, edits in near:
            if edits == 1 and name < other and name.split()[0] == other.split()[0]:
                findings.add(_pair(accepted[name], accepted[other], "one edit apart"))
    return findings


def _pair(one: NameUse, other: NameUse, why: str) -> Finding:
    return ("near_duplicate", one.name, one.taxon_id, other.name, other.taxon_id, why)


def _shared_names(index: ListIndex) -> set[Finding]:
    findings: set[Finding] = set()
    for name, entries in index.by_name.items():
        for i, a in enumerate(entries):
            for b in entries[i + 1 :]:
                differ = compare_authorship(a.authorship, b.authorship)
                first, second = sorted((a, b), key=lambda e: (not e.is_accepted, e.taxon_id))
                taxon = index.taxa[second.taxon_id].name
                if differ is AuthorshipAgreement.DIFFERENT:
                    kind, why = "homonym", f"by {first.authorship} and by {second.authorship}"
                elif first.taxon_id == second.taxon_id:
                    continue
                elif first.is_accepted:
                    kind, why = (
                        "accepted_and_synonym",
                        f"{second.kind.replace('_', ' ')} of {taxon}",
                    )
                else:
                    kind, why = "pro_parte", "a synonym of both"
                findings.add((kind, name, first.taxon_id, taxon, second.taxon_id, why))
    return findings


def _unknown_genera(index: ListIndex) -> set[Finding]:
    known = set(index.genera)
    return {
        ("unknown_genus", name, entry.taxon_id, index.taxa[entry.taxon_id].name, "",
         f"no accepted name of the list has the genus {name.split()[0]}")
        for name, entries in index.by_name.items()
        for entry in entries
        if " " in name and not entry.is_accepted and name.split()[0] not in known
    }  # fmt: skip


def _unreadable(checklist: Checklist) -> set[Finding]:
    uses = checklist.records.names
    read = parse_names(use.name for use in uses)
    return {
        (
            "unreadable",
            use.name,
            use.taxon_id,
            full,
            "",
            problems.replace("|", ", ") or f"read as {full}",
        )
        for use, full, problems in zip(
            uses, cells(read["canonical"]), cells(read["problems"]), strict=True
        )
        if problems or full != canonical(use.name)
    }
