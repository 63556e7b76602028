"""Reads the text after a name: an authorship, a second name, a code, a common name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from concordance.names.cleaning import Problem
from concordance.names.goods import GOODS
from concordance.names.tokens import (
    AUTHOR_START,
    EPITHET,
    EPITHET_ENDING,
    LATIN_ENDING,
    LOWER,
    OF_AUTHORS,
    PAGE,
    RANK_WORDS,
    SMALL_AUTHOR,
    UPPER,
)

#: lower-case words among authors that are long enough for an epithet
_AMONG_AUTHORS: Final = OF_AUTHORS | RANK_WORDS | frozenset(
    "apud emend emendavit filho neto junior senior sensu auct pers comm litt press prep vel pro "
    "non nec not nom according misit".split()
)  # fmt: skip
_SECOND: Final = re.compile(
    rf"(?:^|(?<=[\s(\[,;&+/|-]))(?P<genus>[{UPPER}][{LOWER}]{{2,}}|[{UPPER}][{LOWER}]?\.) "
    rf"(?P<epithet>[{LOWER}]{{3,}}(?:-[{LOWER}]+)*)(?=$|[\s,;.:()\[\]/])"
)
#: a sign or word that links further text to a name, and cannot start an authorship
_JOINS: Final = re.compile(r"^(?:[/&+|-]|(?:and|or|oder|ou|vs\.?)\b)\s*|\s[/;|-]\s")
_FIRM_JOIN: Final = re.compile(r"^\s*(?:[/&+;|]|(?:and|or|oder|ou|vs\.?)\b)")
_LAST_JOIN: Final = re.compile(r"(?:^|\s)(?i:and|or|oder|ou|vs\.?)$")
_LOWER_WORD: Final = re.compile(
    rf"^\W*(?:(?:and|or|oder|ou|vs)\b\W*)?(?P<word>[{LOWER}]{{3,}}(?:-[{LOWER}]+)*)\W*$"
)
_CAPITAL_WORD: Final = re.compile(
    rf"^\W*(?:(?:and|or|vs)\b\W*)?[{UPPER}][{LOWER}]{{2,}}\b(?:\W*\bspp?\.)?\W*$"
)
#: "& Smith", which lacks an author
_LOST_AUTHOR: Final = re.compile(rf"& [{UPPER}]")
_GROUP: Final = re.compile(rf"^\W*(?:(?:and|or)\b\W*)?(?P<genus>[{UPPER}][{LOWER}]{{2,}}),? spp?\b")
_CODE: Final = re.compile(
    r"(?<![\w\[(])(?:(?:sp|spec|cf|aff|gen)\.?_?[A-Z0-9]\w*|(?!\d+\b)\w*[A-Za-z_:-]\d\w*|BOLD\S*|[A-Z])(?=$|[\s,;)])"
)
#: L. is Linnaeus
_LETTER: Final = re.compile("[A-KM-Z]")
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d[a-z]?$")
#: a trade term such as "IVO"
_TERM: Final = re.compile(r"[A-Z]{3}")
#: a number that is not a year, or a code: "8306.30", "EX12345"
_NUMBER: Final = re.compile(
    r"(?!\W*(?:1[6-9]|20)\d\d[a-z]?\W*$)[\d.,:/ -]+|(?!\w*[a-z](?:1[6-9]|20)\d\d$)[A-Za-z]+\d\w*"
)


class Tail(NamedTuple):
    """The text read after a name.

    Attributes
    ----------
    authorship : str
    unread : str
        Text that is neither part of the name nor an authorship.
    epithet : str
        A further epithet after an author: "Populus nigra L. italica".
    problems : tuple of Problem
    """

    authorship: str = ""
    unread: str = ""
    epithet: str = ""
    problems: tuple[Problem, ...] = ()


def read_tail(text: str, words: list[str]) -> Tail:
    """Return the text after the words of a name.

    Parameters
    ----------
    text : str
        Not blank.
    words : list of str
        Genus and epithets read so far.
    """
    if len(words) == 1 and _is_code(text):
        return Tail(unread=text, problems=(Problem.RANK_ONLY, Problem.UNREAD_TAIL))
    second = _second_name(text)
    if second and len(words) == 2 and _is_author(second["genus"], words[0], text, second):
        author = text[: second.start("epithet")].strip()
        after = text[second.end() :].strip()
        return Tail(after, "", second["epithet"]) if after else Tail("", "", second["epithet"])
    second = second or _GROUP.match(text)
    joined = None if len(words) > 1 and _LOST_AUTHOR.match(text) else _JOINS.search(text)
    cut = min(match.start() for match in (second, joined) if match) if second or joined else None
    if cut and text[cut - 1] in "([":
        cut -= 1
    author, unread = (text, "") if cut is None else (text[:cut], text[cut:].strip())
    author = _LAST_JOIN.sub("", author.lstrip(" ,;:").rstrip(" ,;:/&+|-").rstrip("([ "))
    if author and not _is_authorship(author):
        author, unread = "", text
    if _TERM.fullmatch(author) or _NUMBER.fullmatch(author):
        author, unread = "", text
    problems = [Problem.UNREAD_TAIL] if unread else []
    unreadable = unread[:1].islower() and unread.split()[0].strip(" ,;:.") not in GOODS
    if len(words) == 1 and (unreadable or "\ufffd" in unread):
        problems.insert(0, Problem.RANK_ONLY)  # an unreadable epithet
    if unread and _names_another(unread, words):
        problems.append(Problem.SEVERAL_NAMES)
    return Tail(author and _close(PAGE.split(author)[0].strip(" ,;:")), unread, "", tuple(problems))


def second_name(unread: str, genus: str) -> str:
    """Return the name in a text after a name; blank if there is none.

    Parameters
    ----------
    unread : str
    genus : str
        Genus of the preceding name; "/ chloropterus" is an epithet in it.
    """
    if second := _second_name(unread):
        own = second["genus"]
        if own.endswith(".") and genus.startswith(own[:-1]):
            own = genus
        return f"{own} {second['epithet']}"
    if word := _LOWER_WORD.match(unread):
        return f"{genus} {word['word']}" if genus else ""
    if group := _GROUP.match(unread):
        return group["genus"]
    words = re.findall(rf"[{UPPER}][{LOWER}]{{2,}}", unread)
    return words[0] if _CAPITAL_WORD.match(unread) else ""


def _second_name(text: str) -> re.Match[str] | None:
    for match in _SECOND.finditer(text):
        if match["epithet"] not in _AMONG_AUTHORS and EPITHET.fullmatch(match["epithet"]):
            return match
    return None


def _is_author(genus: str, own: str, text: str, second: re.Match[str]) -> bool:
    """Whether an apparent abbreviated genus is the author of the preceding name."""
    latin = EPITHET_ENDING.search(second["epithet"]) is not None
    first = not text[: second.start()].strip()
    return latin and first and genus.endswith(".") and genus[0] != own[0]


def _is_code(text: str) -> bool:
    """Whether a number or letter replaces an epithet: "sp1", "spA", "Malaise3164"."""
    if _LETTER.fullmatch(text):
        return True
    return any(not _YEAR.match(code[0].lstrip("([")) for code in _CODE.finditer(text)) and (
        not AUTHOR_START.match(text) or any(map(str.isdigit, _without_years(text)))
    )


def _without_years(text: str) -> str:
    return re.sub(r"(?<![A-Za-z])\[?(?:1[6-9]|20)\d\d[a-z]?\]?(?:\s*[-:,].*)?", "", text)


def _is_authorship(text: str) -> bool:
    return bool(
        AUTHOR_START.match(text) or SMALL_AUTHOR.match(text) or text.split()[0] in OF_AUTHORS
    ) and not _is_common_name(text)


def _is_common_name(text: str) -> bool:
    """Whether a text in brackets is not an author: "(Elefante africano)"."""
    inside = re.fullmatch(rf"\(([{UPPER}][^()\d&.,]*)\)", text)
    return inside is not None and any(
        word.islower() and len(word) > 2 and word not in _AMONG_AUTHORS
        for word in inside[1].split()
    )


def _names_another(unread: str, words: list[str]) -> bool:
    """Whether the unread text is or may be another name, judging by its words."""
    if second := _second_name(unread):
        return EPITHET_ENDING.search(second["epithet"]) is not None
    if _GROUP.match(unread):
        return True
    if not _FIRM_JOIN.match(unread):
        alone = unread.islower() and " " not in unread and len(words) == 2
        single = unread if alone else ""
        return single not in GOODS and LATIN_ENDING.search(single) is not None
    word = _LOWER_WORD.match(unread)
    if word:
        return word["word"] not in GOODS and EPITHET_ENDING.search(word["word"]) is not None
    return len(words) == 1 and _CAPITAL_WORD.match(unread) is not None


def _close(authorship: str) -> str:
    missing = authorship.count("(") - authorship.count(")")
    return authorship + ")" * max(missing, 0)
