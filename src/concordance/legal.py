"""Legal status beside the Appendices: reservations, instruments, EU annexes and more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concordance.checklist import Checklist

Measure = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Legal:
    """What one list knows of one taxon beside its entries; None where nothing is known.

    Attributes
    ----------
    reservations : str or None
        Parties joined by a bar, each with its first day and, in brackets, the name under which it
        was entered where that is another one.
    instruments : str or None
        Agreements and memoranda joined by a bar.
    eu_annexes : str or None
        Annexes joined by a slash.
    """

    reservations: str | None = None
    instruments: str | None = None
    eu_annexes: str | None = None


NOTHING_KNOWN = Legal()


def legal_status(checklist: Checklist) -> dict[str, Legal]:
    """Return what a list knows of its taxa beside their entries.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    dict of taxon id to Legal
        Without the taxa of which nothing is known.

    Examples
    --------
    >>> from concordance import load_cms
    >>> legal_status(load_cms())["cms:vicugna-vicugna"].reservations
    'AR: Appendix I; declared not to be migratory from 1991-10-10 (entered as Lama vicugna)'
    """
    found: defaultdict[str, list[Measure]] = defaultdict(list)
    for row in checklist.records("measures"):
        found[row["taxon_id"]].append(row)
    return {taxon_id: _legal(measures) for taxon_id, measures in found.items()}


def _legal(measures: Sequence[Measure]) -> Legal:
    def joined(kind: str, mark: str = "|") -> str | None:
        told = [in_words(m) for m in measures if m["kind"] == kind]
        return mark.join(sorted(dict.fromkeys(told))) or None

    return Legal(
        reservations=joined("reservation"),
        instruments=joined("instrument"),
        eu_annexes=joined("eu_annex", "/"),
    )


def legal_words(row: Mapping[str, object], keys: tuple[str, str]) -> list[str]:
    """Return what a row of the concordance table says of the legal status, one line a kind.

    Parameters
    ----------
    row : mapping
        A row of the concordance table, by column.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    list of str
        Empty where nothing is known.
    """
    kinds = {f"{key}_reservations": f"reservations at {key.upper()}" for key in keys}
    kinds |= {"instruments": "agreements", "eu_annexes": "EU annexes"}
    return [
        f"{label}: {str(value).replace('|', '; ')}"
        for column, label in kinds.items()
        if (value := row[column]) is not None and value != ""
    ]


def in_words(measure: Measure) -> str:
    """Return a measure in a few words, as the cells of the table hold it."""
    if measure["kind"] in {"instrument", "eu_annex"}:
        return measure["value"]
    told = measure["party"] or "?"
    if measure["value"]:
        told += f": {measure['value']}"
    if measure["effective_from"]:
        told += f" from {measure['effective_from']}"
    if measure["entered_as"]:
        told += f" (entered as {measure['entered_as']})"
    return told if measure["confidence"] == "verified" else f"{told} [{measure['confidence']}]"
