"""Legal status apart from the Appendices: reservations, instruments, EU annexes and more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from concordance.checklist import Checklist
from concordance.codes import Confidence, MeasureKind
from concordance.pairs import Legal, PairRow
from concordance.records import Measure


def legal_status(checklist: Checklist) -> dict[str, Legal]:
    """Return what a list states about its taxa apart from their entries.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    dict of taxon id to Legal
        Taxa without such information are left out.

    Examples
    --------
    >>> from concordance import load_cms
    >>> legal_status(load_cms())["cms:vicugna-vicugna"].reservations
    'AR: Appendix I; declared not to be migratory from 1991-10-10 (entered as Lama vicugna)'
    """
    measures: defaultdict[str, list[Measure]] = defaultdict(list)
    for measure in checklist.records.measures:
        measures[measure.taxon_id].append(measure)
    return {taxon_id: _legal(own) for taxon_id, own in measures.items()}


def _legal(measures: Sequence[Measure]) -> Legal:
    def joined(kind: MeasureKind) -> str | None:
        return "|".join(sorted({in_words(m) for m in measures if m.kind is kind})) or None

    return Legal(
        reservations=joined(MeasureKind.RESERVATION),
        instruments=joined(MeasureKind.INSTRUMENT),
        eu_annexes=joined(MeasureKind.EU_ANNEX),
    )


def legal_words(row: PairRow) -> list[str]:
    """Return the legal status of a row apart from the Appendices, one line for each kind.

    Returns
    -------
    list of str
        Empty if nothing is known.
    """
    lines = [
        (f"reservations at {label}", legal.reservations)
        for label, legal in zip(row.labels, row.legal, strict=True)
    ]
    beside = (row.known, *row.legal)
    lines += [("agreements", known.instruments) for known in beside]
    lines += [("EU Annexes", known.eu_annexes) for known in beside]
    words = [f"{kind}: {text.replace('|', '; ')}" for kind, text in lines if text]
    return list(dict.fromkeys(words))


def in_words(measure: Measure) -> str:
    """Return a measure in a few words, as in the cells of the table."""
    if measure.kind in {MeasureKind.INSTRUMENT, MeasureKind.EU_ANNEX}:
        return measure.value
    words = measure.party or "?"
    if measure.value:
        words += f": {measure.value}"
    if measure.effective_from:
        words += f" from {measure.effective_from}"
    if measure.entered_as:
        words += f" (entered as {measure.entered_as})"
    return words if measure.confidence is Confidence.VERIFIED else f"{words} [{measure.confidence}]"
