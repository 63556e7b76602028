"""What is done to a verbatim string before it is read: mended, stripped, annotations cut."""

from __future__ import annotations

import html
import re
import unicodedata
from enum import StrEnum
from typing import Final

#: longest string that is read; anything longer is not read
LONGEST: Final = 1_000


class Problem(StrEnum):
    """What is wrong with a verbatim name; the values are written to files."""

    MISSING = "missing"  # nothing there
    NOT_A_NAME = "not_a_name"  # words that are no scientific name, a virus, a strain, a number
    TOO_LONG = "too_long"  # over `LONGEST` characters: not read
    HYBRID_FORMULA = "hybrid_formula"  # names two taxa
    ANNOTATION = "annotation"  # a treaty annotation was cut off
    MARKUP = "markup"  # HTML, control characters or underscores were taken out
    ENCODING = "encoding"  # text decoded wrongly ("MÃ¼ller") was mended
    MIXED_SCRIPT = "mixed_script"  # letters of several alphabets
    CASE = "case"  # capitals where none belong, or none where one belongs
    ABBREVIATED_GENUS = "abbreviated_genus"  # "P. leo": the genus is not known
    UNCERTAIN = "uncertain"  # cf., aff., ?: the identification is not certain
    INFORMAL = "informal"  # an epithet in quotation marks: not published, kept in the name
    RANK_ONLY = "rank_only"  # sp., spp.: identified to the genus only
    UNREAD_TAIL = "unread_tail"  # words after the name that are no authorship


#: treaty annotations and the like, cut before parsing
_ANNOTATIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[(\[]\s*(?:except|excluding|excl\.?|including|incl\.?|only|but not|other than)\b.*",
        r"[(\[]\s*(?:the )?(?:sub)?populations?\b.*",
        r"[(\[]\s*(?:wild|domesticated|domestic|feral)\b.*",
        r"[(\[]\s*=.*",
        r"[(\[]\s*(?:formerly|previously|listed as|includes|included)\b.*",
        r"\s(?:except|excluding)\s.*",
        r"\s(?:sub)?populations?\s+(?:of|in|from)\b.*",
        r"\s\((?-i:[a-z]+(?: [a-z]+)+)\)\s*$",
        r"\s[#*]\s*\d*\s*$",
        r"\s*\[[^\]]*(?:sic|\d)[^\]]*\]",
        r"\(\s*sic\s*\)",
    )
)
#: what every annotation has
_MAY_BE_ANNOTATED: Final = re.compile(r"[(\[#*]|except|excluding|population", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\ufeff_]")
_TAG: Final = re.compile(r"<[^<>]{0,200}>")
_LIGATURE: Final = re.compile("[ﬀ-ﬆ]")
_BRACKETED: Final = re.compile(r"^\W*\[([^\[\]]+)\]")
_QUOTE: Final = re.compile("[“”„«»]")
_MOJIBAKE: Final = re.compile("[ÂÃÄÅâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]")
_FORMULA: Final = re.compile(r"\s*[=@+-]\s*\w+[(|!]")
NO_NAME: Final = re.compile(
    r"\b(?:(?:[a-z-]*(?<!maci))virus(?:es)?|viroids?|phages?|bacteriophages?|plasmids?|prions?|"
    r"satellites?|npv|[a-z]*symbionts?|phytoplasmas?|incertae sedis|inc\. sed|unidentified|unknown|"
    r"unassigned|uncultured|undetermined|unnamed|no name|"
    r"environmental sample|hybrid cultivar|(?:ss|ds|m|r|t|sn|sc|mi)?[rd]nas?)\b",
    re.IGNORECASE,
)
#: "Turkozelotes attavirus Chatzaki, 2019" is a spider
_LATIN_ALL_THE_SAME: Final = re.compile(
    r"(?!Incertae )[A-Z][a-z]+(?<!virus) "
    r"(?!virus|viroid|phage|plasmid|unknown|unnamed|unidentified)[a-z]+"
    r"(?<!symbiont)(?<!phage)(?<!phytoplasma)(?: \(?[A-Z]|$)"
)
_NEGATION: Final = re.compile(r"(?:not?|none|null|nil|nan|n/a|na|without)\b", re.IGNORECASE)

_DASHES: Final = {ord(c): "-" for c in "\u2010\u2011\u2012\u2013"}


def clean(text: str, problems: list[Problem]) -> str:
    """Return the text mended and stripped; what was done is added to the problems."""
    if _MOJIBAKE.search(text):
        for codec in ("cp1252", "latin-1"):
            try:
                text = text.encode(codec).decode("utf-8")
            except UnicodeError:
                continue
            problems.append(Problem.ENCODING)
            break
    plain = _MARKUP.sub(" ", html.unescape(text) if "&" in text else text)
    plain = _TAG.sub(" ", plain)
    if plain != text:
        problems.append(Problem.MARKUP)
    if not plain.isascii():
        plain = _plain_signs(plain)
    plain = _BRACKETED.sub(r"\1", plain).strip(" \t\n'‘=")
    if plain.startswith('"'):
        plain = plain.strip('"') if plain.count('"') % 2 == 0 else plain.replace('"', " ")
    return " ".join(plain.split())


def _plain_signs(text: str) -> str:
    """Return a text with one sign for what is one, and the signs of the typist plain."""
    text = unicodedata.normalize("NFC", text).replace("ſ", "s").replace("†", " ")
    text = text.translate(_DASHES).replace("\u00d7", " × ").replace("✕", " × ")
    text = _LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return _QUOTE.sub('"', text)


def cut_annotations(text: str, problems: list[Problem]) -> tuple[str, str]:
    """Return the text without treaty annotations, and what was cut."""
    if not _MAY_BE_ANNOTATED.search(text):
        return text, ""
    cut: list[str] = []
    for pattern in _ANNOTATIONS:
        found = pattern.search(text)
        if found:
            cut.append(found.group().strip())
            text = (text[: found.start()] + " " + text[found.end() :]).strip()
    if cut:
        problems.append(Problem.ANNOTATION)
    return " ".join(text.split()), " ".join(cut)


def scripts(text: str) -> int:
    """Return the number of alphabets among the letters."""
    if text.isascii():
        return int(any(map(str.isalpha, text)))
    kinds = {"LATIN" if c.isascii() else unicodedata.name(c, "?").split()[0] for c in text
             if c.isalpha()}  # fmt: skip
    return len(kinds - {"MODIFIER"})


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would read the text as a formula with a call."""
    return _FORMULA.match(text) is not None


def is_no_name(text: str) -> bool:
    """Whether the words say that the name is missing, or name a virus, a strain or a sample."""
    return bool(_NEGATION.match(text) or (NO_NAME.search(text) and not _is_latin(text)))


def _is_latin(text: str) -> bool:
    binomial = _LATIN_ALL_THE_SAME.match(text)
    return binomial is not None and not NO_NAME.search(text, binomial.end())
