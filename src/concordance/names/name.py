"""Parses a verbatim string into a `Name`: cuts treaty annotations, then reads word by word.

Nothing raises: problems of a string are recorded as a `Problem` of the name. Viruses, cultivars,
strains and hybrid formulas are recognised and left unparsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from concordance.names.authorship import Authorship, parse_authorship
from concordance.names.cleaning import (
    LONGEST,
    Problem,
    clean,
    cut_annotations,
    digit_readings,
    is_formula,
    is_no_name,
    scripts,
)
from concordance.names.forms import CanonicalName, canonical
from concordance.names.token_reader import TokenReader

#: problems that make the species of a name uncertain
_DOUBT: Final = frozenset(
    {
        Problem.MISSING,
        Problem.NOT_A_NAME,
        Problem.TOO_LONG,
        Problem.HYBRID_FORMULA,
        Problem.MIXED_SCRIPT,
        Problem.ABBREVIATED_GENUS,
        Problem.UNCERTAIN,
        Problem.SEVERAL_NAMES,
        Problem.SHORT_EPITHET,
        Problem.DIGITS,
    }
)

_DIGIT: Final = re.compile(r"\d[a-z]|[a-z]0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A parsed scientific name.

    Attributes
    ----------
    verbatim : str
        The string as given.
    canonical : CanonicalName
        Genus and epithets, or the uninomial, in the form of `canonical`; blank if the string
        contains no name.
    genus, subgenus : str
        The first word, also of a uninomial or a hybrid formula; blank if there is none.
    epithets : tuple of str
        Specific and lower epithets.
    rank : str
        ``uninomial``, ``species``, ``subspecies``, ``variety``, ``form``, ``other``; blank if
        the string contains no name. A zoological trinomial is a subspecies.
    hybrid : bool
        Whether a hybrid sign is part of the name.
    authorship : str
        As printed, with white space folded.
    qualifiers : tuple of str
        ``cf.``, ``aff.``, ``s.l.``, ``auct.``, ``nec``, ``sp.``, ``spp.`` ... in the order found.
    annotation : str
        Text cut before parsing: exceptions, populations, "(= ...)".
    unread : str
        Text after the name that is not an authorship: a second name, a common name, a code.
    problems : tuple of Problem
        Graded: see `is_certain`.
    """

    verbatim: str
    canonical: CanonicalName
    genus: str = ""
    subgenus: str = ""
    epithets: tuple[str, ...] = ()
    rank: str = ""
    hybrid: bool = False
    authorship: str = ""
    qualifiers: tuple[str, ...] = ()
    annotation: str = ""
    unread: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def authors(self) -> Authorship:
        """The authorship parsed into original and later authors and years."""
        return parse_authorship(self.authorship)

    @property
    def is_certain(self) -> bool:
        """Whether the string contains a name without doubt about its identity."""
        return bool(self.canonical) and not _DOUBT.intersection(self.problems)


def parse_own(text: object) -> Name:
    """Return a verbatim string parsed by this package.

    Parameters
    ----------
    text : object
        A string; anything else gives a name with a problem, never an exception.

    Returns
    -------
    Name

    Notes
    -----
    Time is linear in the length of the string; strings over `LONGEST` characters are not parsed.

    References
    ----------
    ICZN Articles 4-6 and 11, Appendix B; ICN Articles 20-24 and H.1-H.3.

    Examples
    --------
    >>> name = parse_own("Ovis aries orientalis (Gmelin, 1774) (except O. a. ophion)")
    >>> name.canonical, name.authorship, name.annotation
    ('Ovis aries orientalis', '(Gmelin, 1774)', '(except O. a. ophion)')
    >>> parse_own("Felidae spp.").qualifiers
    ('spp.',)
    """
    return parse_text(text if isinstance(text, str) else "")


@lru_cache(maxsize=100_000)
def parse_text(verbatim: str) -> Name:
    """Return a parsed string as `parse` does; repeated strings are parsed once."""
    if not verbatim.strip():
        return _nothing(verbatim, Problem.MISSING)
    if len(verbatim) > LONGEST:
        return _nothing(verbatim, Problem.TOO_LONG)
    if is_formula(verbatim):
        return _nothing(verbatim, Problem.NOT_A_NAME)
    problems: list[Problem] = []
    text = clean(verbatim, problems)
    text, annotation = cut_annotations(text, problems)
    if is_no_name(text):
        return _nothing(verbatim, Problem.NOT_A_NAME)
    if _DIGIT.search(text) and (readings := digit_readings(text)):
        text = readings[0]
        problems.append(Problem.DIGITS)
    reader = TokenReader(text, problems)
    if not reader.read():
        genus = reader.words[0] if reader.words else ""
        return _nothing(verbatim, reader.failure, canonical(genus))
    words = [w.replace("’", "'").replace("`", "'").replace("´", "'") for w in reader.words]
    full = canonical(" ".join(words))
    if words[0].endswith("."):
        problems.append(Problem.ABBREVIATED_GENUS)
    if scripts(full) > 1:
        problems.append(Problem.MIXED_SCRIPT)
    return Name(
        verbatim=verbatim,
        canonical=full,
        genus=full.split()[0],
        subgenus=reader.subgenus,
        epithets=tuple(full.split()[1:]),
        rank=reader.rank(),
        hybrid=reader.hybrid,
        authorship=reader.authorship,
        qualifiers=tuple(reader.qualifiers),
        annotation=annotation,
        unread=reader.unread,
        problems=tuple(dict.fromkeys(problems)),
    )


def _nothing(verbatim: str, problem: Problem, genus: str = "") -> Name:
    return Name(verbatim=verbatim, canonical=CanonicalName(""), genus=genus, problems=(problem,))
