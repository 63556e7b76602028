"""Splits the synonym cell of an Index of CITES Species into names with authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

from concordance.readers.cells import plain

_LOWER_NAME: Final = re.compile(
    r"[A-Z][a-zë-]+\.? (?:\([A-Z][a-z]+\) )?(?:[x×] )?"
    r"(?P<epithet>[a-zëïöü][a-zëïöüæœ'-]+)(?=[ ,]|$)"
)
_PARTICLES: Final = frozenset(
    "ex in et and de der den du da di dos la le van von zu zum ten ter auct auctt non nec sensu "
    "hort emend bis fil f y".split()
)
_YEARS: Final = re.compile(r"[\[(\"']*\d{4}[a-z]?[\])\"'?]*(?:\s|$|[:,-])")
_AUTHOR: Final = re.compile(
    r"[\[(]*(?:[A-ZÀ-ÞŁŠŽČŚĆ'’]|de |da |di |la |van |von |"
    r"d'|f\.|et al|& |and |ex |non |not |nec |vix |pro parte|nom\. )"
)


def split_synonyms(text: str, rank: str, genera: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Return the synonyms in a cell, and the parts that cannot be split with certainty.

    The separator, comma and space, also occurs between authors and before years.

    Parameters
    ----------
    text : str
    rank : str
        Rank of the taxon; synonyms of a genus or family are single words.
    genera : iterable of str
        Known genera, to distinguish a single word from an author.

    Returns
    -------
    list of str, list of str
        Together they contain every character of the cell except the separators.

    Examples
    --------
    >>> split_synonyms("Aus bus Lesson, 1839, Cus dus (L.) Marg., Szlach. & Kulak", "species")
    (['Aus bus Lesson, 1839', 'Cus dus (L.) Marg., Szlach. & Kulak'], [])
    """
    if not text:
        return [], []
    parts = [part for part in plain(text).split(", ") if part]
    low = rank in {"species", "subspecies", "variety", "form"}
    known = genera if isinstance(genera, Set) else set(genera)
    names: list[list[str]] = []
    unsure: list[str] = []
    for place, part in enumerate(parts):
        starts = _LOWER_NAME.match(part)
        is_name = bool(starts) and starts is not None and starts["epithet"] not in _PARTICLES
        if not low and not is_name:
            word = part.split()[0]
            single = re.fullmatch("[A-Z][a-zë-]{2,}", word) is not None
            is_name = place == 0 or (single and word in known) or word.endswith(("idae", "aceae"))
            if not is_name and single and len(part.split()) > 1 and not _YEARS.match(part):
                # "Bus Gray" after a comma: another genus, or a third author?
                return [], [", ".join(parts)]
        if is_name or not names:
            if not is_name and not names:
                unsure.append(part)
                continue
            names.append([part])
        elif _YEARS.match(part) or _AUTHOR.match(part):
            names[-1].append(part)
        else:
            unsure.append(part)
    return [", ".join(words) for words in names], unsure
