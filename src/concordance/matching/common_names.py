"""Animals and groups for common names: a row for each possible meaning of a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from concordance.checklist import Checklist
from concordance.errors import ConcordanceError
from concordance.matching.common_candidate import CommonCandidate
from concordance.matching.common_index import CommonIndex
from concordance.matching.queries import values_of
from concordance.names.common import LANGUAGES, CommonRule
from concordance.readers.common_names import read_common_names
from concordance.readers.species import read_species
from concordance.records import CommonNameFact
from concordance.schema import Column, choices, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

COMMON_NAMES: Final = (
    Column(name="query", meaning="the name as given"),
    Column(name="taxon", meaning="scientific name of the animal or group; null if there is none"),
    Column(name="rank", meaning="rank of the taxon"),
    Column(name="kingdom", meaning="kingdom of the taxon"),
    Column(name="class", meaning="class of the taxon; null if not known"),
    Column(name="order", meaning="order of the taxon; null if not known"),
    Column(name="family", meaning="family of the taxon; null if not known"),
    Column(name="language", meaning="language of the name, ISO 639-1"),
    Column(name="common_name", meaning="the name as the source prints it"),
    Column(name="source", meaning="keys of the sources, joined by |"),
    Column(name="licence", meaning="terms of the source"),
    Column(name="confidence", meaning="verified, reported or recalled; null for your own lists"),
    Column(name="rule", meaning="how the names were linked", values=choices(CommonRule)),
    Column(
        name="strength",
        meaning="strength of the rule, 0 to 1 (not a probability)",
        dtype="double",
    ),
)
#: languages as written in downloads
_CODES: Final = {
    "english": "en", "eng": "en", "french": "fr", "fra": "fr", "fre": "fr", "spanish": "es",
    "spa": "es",
}  # fmt: skip


def common_names(
    names: Any,
    *,
    languages: Sequence[str] = LANGUAGES,
    checklists: Checklist | Iterable[Checklist] = (),
) -> pd.DataFrame:
    """Return the animals and groups that common names may mean.

    Parameters
    ----------
    names : str, or Series, Index, list or Arrow array of str
        Common names in any case, with or without accents, in singular or plural.
    languages : sequence of {"en", "fr", "es"}
        Languages in which to look.
    checklists : Checklist or iterable of Checklist
        Your own lists, such as a download from Species+, whose common names are added.

    Returns
    -------
    pandas.DataFrame
        Columns `COMMON_NAMES`: a row for each candidate, strongest first, and a row with nulls
        for a name without candidates. Index labels of the names are repeated. Several rows with
        the rule ``exact`` or ``same_words`` mean that the name is ambiguous; the other rules only
        propose.

    Raises
    ------
    ConcordanceError
        If a language is not known.

    Examples
    --------
    >>> found = common_names(["snow leopard", "panthère des neiges"])
    >>> found["taxon"].tolist()
    ['Panthera uncia', 'Panthera uncia']
    """
    values, labels = values_of(names)
    answered = dict.fromkeys(value for value in values if isinstance(value, str))
    candidates = common_candidates(tuple(answered), languages=languages, checklists=checklists)
    by_name = dict(zip(answered, candidates, strict=True))
    rows: list[tuple[object, ...]] = []
    places: list[int] = []
    for place, value in enumerate(values):
        new = [_row(value, c) for c in by_name.get(value, ())] if isinstance(value, str) else []
        new = new or [(value if isinstance(value, str) else None, *[None] * 13)]
        rows += new
        places += [place] * len(new)
    frame = rows_to_frame(rows, COMMON_NAMES)
    frame.index = labels.take(places)
    return frame


def common_candidates(
    names: Sequence[str],
    *,
    languages: Sequence[str] = LANGUAGES,
    checklists: Checklist | Iterable[Checklist] = (),
) -> list[tuple[CommonCandidate, ...]]:
    """Return the candidates for each name, for use within the package.

    Parameters
    ----------
    names : sequence of str
        Distinct names.
    languages, checklists
        See `common_names`.

    Returns
    -------
    list of tuple of CommonCandidate
        In the order of the names; empty for a name without candidates.

    Raises
    ------
    ConcordanceError
        If a language is not known.
    """
    unknown = [code for code in languages if code not in LANGUAGES]
    if isinstance(languages, str) or unknown:
        raise ConcordanceError(
            f"languages is {languages!r}; expected a sequence of codes among {', '.join(LANGUAGES)}"
        )
    own = (checklists,) if isinstance(checklists, Checklist) else tuple(checklists)
    index = _index(own)
    return [index.candidates(name, languages) for name in names]


@lru_cache(maxsize=4)
def _index(checklists: tuple[Checklist, ...]) -> CommonIndex:
    facts = list(read_common_names())
    for checklist in checklists:
        facts += own_common_names(checklist)
    return CommonIndex(facts, general_words())


def general_words() -> tuple[CommonNameFact, ...]:
    """Return the general words for groups in the package, such as "grulla" for Gruidae.

    Returns
    -------
    tuple of CommonNameFact
        From general knowledge, not from a text: they only propose.
    """
    names = "taxon rank kingdom class order family language word source confidence"
    *columns, confidence = read_species().columns("nouns", names)
    licences = [""] * len(confidence)
    return tuple(map(CommonNameFact, *columns, licences, confidence))


def own_common_names(checklist: Checklist) -> Iterator[CommonNameFact]:
    """Yield the common names of a user's list, in the format of those in the package.

    Parameters
    ----------
    checklist : Checklist

    Yields
    ------
    CommonNameFact
    """
    taxa = {taxon.taxon_id: taxon for taxon in checklist.records.taxa}
    for row in checklist.records.common_names:
        taxon = taxa.get(row.taxon_id)
        if taxon is None or not row.name:
            continue
        written = row.language.casefold()
        yield CommonNameFact(
            taxon.name, taxon.rank or "", taxon.kingdom or "", taxon.class_ or "",
            taxon.order or "", taxon.family or "", _CODES.get(written, written[:2]), row.name,
            checklist.key, checklist.source.licence or "", "",
        )  # fmt: skip


def _row(query: str, candidate: CommonCandidate) -> tuple[object, ...]:
    return (query, *(None if cell == "" else cell for cell in candidate))
