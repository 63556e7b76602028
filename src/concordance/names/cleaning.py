"""Cleans a verbatim string before parsing: repairs, strips, and cuts annotations."""

from __future__ import annotations

import html
import re
import unicodedata
from enum import StrEnum
from itertools import product
from typing import Final

from concordance.names.author_words import ABBREVIATIONS
from concordance.names.goods import GOODS
from concordance.names.tokens import EPITHET_ENDING, QUALIFIERS

#: length of the longest string that is parsed
LONGEST: Final = 1_000


class Problem(StrEnum):
    """Problems of a verbatim name; the values are written to files."""

    MISSING = "missing"  # nothing there
    NOT_A_NAME = "not_a_name"  # not a scientific name, or a virus, a strain, a number
    TOO_LONG = "too_long"  # over `LONGEST` characters: not read
    HYBRID_FORMULA = "hybrid_formula"  # names two taxa
    ANNOTATION = "annotation"  # a treaty annotation was cut off
    MARKUP = "markup"  # HTML, control characters or underscores were removed
    ENCODING = "encoding"  # wrongly decoded text ("MÃ¼ller") was repaired
    MIXED_SCRIPT = "mixed_script"  # letters of several alphabets
    CASE = "case"  # unexpected or missing capitals
    ABBREVIATED_GENUS = "abbreviated_genus"  # "P. leo": the genus is unknown
    UNCERTAIN = "uncertain"  # cf., aff., ?: the identification is not certain
    INFORMAL = "informal"  # an unpublished epithet in quotation marks, kept in the name
    RANK_ONLY = "rank_only"  # sp., spp.: identified to the genus only
    UNREAD_TAIL = "unread_tail"  # words after the name that are not an authorship
    SEVERAL_NAMES = "several_names"  # a second name or epithet follows the name
    SHORT_EPITHET = "short_epithet"  # "Panthera t. altaica": the species is not written out
    DIGITS = "digits"  # digits where letters belong: "Panthera 1eo"


#: an Appendix, Annex or Red List category as a code next to a name
_LISTED: Final = (
    r"(?:(?:CITES|CMS|EU)\s+)?(?:[Aa]pp(?:endix|endices|x?\.)?\s*)?I{1,3}"
    r"(?:\s*[/|&+,-]\s*(?:I{1,3}|NC|[A-DNW]))*|[Aa]nnex\s*[A-D]|NC|CR|EN|VU|NT|LC|DD"
)
#: a quantity or goods before a name: "2 x ", "x2 ", "10 kg ", "3 skins of ", "live "
_QUANTITY: Final = (
    r"[x×]\s?\d{1,5}\s|"
    r"\d{1,6}(?:[.,]\d+)?\s?(?:[xX×]\s|(?:(?!(?:cf|aff|nr|spp?|ssp)\b)[a-zà-ÿ]{1,12}[²³23]?\.?\s+){1,3})|"
    rf"(?:(?:{'|'.join(sorted(GOODS))})\s+){{1,3}}(?:(?:of|de|del|du)\s)?"
)
#: a number, a letter, a quantity or an Appendix before a name: "1. ", "(II) ", "App. I: "
_BEFORE: Final = re.compile(
    rf"^(?:{_QUANTITY}|[(\[]\s*(?:{_LISTED}|\d{{1,5}}|[a-z])\s*[)\]]|(?:{_LISTED}|\d{{1,5}})(?=\s|[.:)\]])|"
    r"[a-zA-Z](?=[:)\]]))[.:)\]]*\s*(?:-\s+)?(?=[A-Z][a-z]|[A-Z]{3})"
)
#: the same in another case: "Live Panthera leo", "SKINS OF PANTHERA LEO", "10 KG PANTHERA LEO"
_GOODS_BEFORE: Final = re.compile(
    rf"(?:(?:{'|'.join(sorted(GOODS))})\s+){{1,3}}"
    r"(?:(?:of|de|del|du)\s+(?=(?-i:[A-Z][A-Za-z]{2}))|"
    r"(?=(?-i:[A-Z][a-z]+ [a-z]{3}|[A-Z]{3,}\s+[A-Z]{3})))|"
    # words that no common name begins with, before a genus
    r"(?:(?:live|dead|skins?|trophy|trophies|specimens?|peaux?|pieles|piel)\s+)+"
    r"(?=(?-i:[A-Z][A-Za-z]{2,}$))",
    re.IGNORECASE,
)
_QUANTITY_BEFORE: Final = re.compile(
    r"\d{1,6}(?:[.,]\d+)?\s?(?:(?:K?G|PCS?|LBS?|M3)\.?\s+(?=[A-Z]{3})|"
    r"(?!(?:CF|AFF|NR|SPP?|SSP)\b)[A-Z]{1,3}\d?\.?\s+(?=[A-Z]{3,}\s+[A-Z]{3}))"
)
#: treaty annotations and similar text, cut before parsing
_ANNOTATIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[(\[]\s*(?:except|excluding|excl\.?|including|incl\.?|only|but not|other than)\b.*",
        r"[(\[]\s*(?:[\w'-]+ ){0,4}(?:sub)?populations?\b.*",
        r"[(\[]\s*(?:wild|domesticated|domestic|feral)\b.*",
        r"[(\[]\s*=.*",
        r"[(\[]\s*(?:formerly|previously|listed as|includes|included)\b.*",
        r"\s(?:except|excluding)\s.*",
        r"\s(?:sub)?populations?\s+(?:of|in|from)\b.*",
        r"\s\((?-i:[a-z-]+(?: [a-z-]+)+)\)\s*$",
        r"\s\[(?!(?-i:[A-Z][a-z]+ [a-z]+\]))[^\]\d]*\s(?-i:[a-z])[^\]\d]*\]\s*$",
        r"[(\[]\s*(?:syn|synonym|synonyms)\b.*",
        r"\s[(\[]\s*(?-i:[A-DW]|[A-Z]{3})\s*[)\]]\s*$",
        rf"\s*[(\[]\s*(?:{_LISTED})\s*[)\]]",
        rf"\s(?-i:{_LISTED})\s*$",
        r"\s#\s*\d*\s*$",
        r"\s[x×]\s?\d{1,3}(?:\s.*)?$",
        # the parents of a hybrid that has a name
        r"(?<=\w)\s*\([^()]*\s[x×]\s[^()]*\)\s*$",
        r"\s*\[(?!\s*\d{4}\s*\])[^\]]*(?:sic|\d)[^\]]*\]",
        r"\(\s*sic\s*\)",
    )
)
#: text that every annotation contains
_MAY_BE_ANNOTATED: Final = re.compile(
    r"[(\[#]|except|excluding|population|^\W?(?:\d|[a-z×]\W|x\d|app|annex|I{1,3}\b|cites|cms|eu)|"
    r"\b[x×]\s?\d|(?:\b|/)(?:I{1,3}|[A-DNW]|NC|CR|EN|VU|NT|LC|DD)\s*$",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\ufeff_]")
#: marks of footnotes and list items
_FOOTNOTE: Final = re.compile(r"[*§‡¶¹²³⁰⁴-⁹]+|^\s*[•·▪-]+\s+(?=\w)")
#: a genus and its epithets joined by dots: "Panthera.leo"
_JOINED: Final = re.compile(r"^[A-Z][a-z]{2,}(?:\.[a-z]{3,}(?:-[a-z]+)*){1,2}(?=$|[\s,(])")
_SHORT_GENUS: Final = re.compile(r"^([A-Z][a-z]?\.)(?=[a-z]{2,})")
#: names joined by a sign without spaces
_GLUED: Final = re.compile(
    r"(?<=[A-Z]{3})\s*([/|\\])\s*(?=[A-Z]{3})|"
    r"(?<=[a-zà-ÿ.)])\s*([/|\\])\s*(?=[A-Za-z])|(?<=[a-z])([&+;])(?=[A-Z][a-z]* [a-z]{3}|[a-z]{3})|"
    r"(?<=[a-z],)()(?=[A-Z][a-z]+ [a-z]{3}|[a-z]{3})"
)
#: the last word of a text in capitals before a full stop
_LOUD_STOP: Final = re.compile(r".*\b([A-Z]{3,})\.$")
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

#: digits before small letters, or a zero after them
_DIGIT_IN_WORD: Final = re.compile(
    r"(?!(?:sp|spec|cf|aff|nr)\d)[A-Z]?[a-z]*(?:[0-9][a-z]+){1,2}[,;]?|[a-z]{2,}0"
)
#: letters that a digit may replace in text from character recognition
_DIGITS: Final = {"0": "o", "1": "lit", "2": "z", "3": "e", "4": "a", "5": "s", "6": "bg",
                  "7": "tl", "8": "b", "9": "gq"}  # fmt: skip

_DASHES: Final = {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2212"}


def clean(text: str, problems: list[Problem]) -> str:
    """Return the text repaired and stripped; every repair is added to the problems."""
    if _MOJIBAKE.search(text):
        for codec in ("cp1252", "latin-1"):
            try:
                text = text.encode(codec).decode("utf-8")
            except UnicodeError:
                continue
            problems.append(Problem.ENCODING)
            break
    plain = _MARKUP.sub(" ", html.unescape(text) if "&" in text else text)
    plain = _FOOTNOTE.sub(" ", _TAG.sub(" ", plain))
    if joined := _JOINED.match(plain):
        plain = joined.group().replace(".", " ") + plain[joined.end() :]
    if plain != text:
        problems.append(Problem.MARKUP)
    if not plain.isascii():
        plain = _plain_signs(plain)
    plain = _BRACKETED.sub(r"\1", plain).strip(" \t\n'‘=")
    if plain.startswith('"'):
        plain = plain.strip('"') if plain.count('"') % 2 == 0 else plain.replace('"', " ")
    if (loud := _LOUD_STOP.match(plain)) and not _is_abbreviated(loud[1].lower()):
        plain = plain[:-1]
    if '"' not in plain:
        plain = _SHORT_GENUS.sub(r"\1 ", _GLUED.sub(r" \1\2\3 ", plain))
    return " ".join(plain.split())


def _is_abbreviated(word: str) -> bool:
    """Whether a full stop after a word is that of an abbreviation: "MILL.", "LINDL."."""
    is_whole = word[-1] in "aeiou" or EPITHET_ENDING.search(word) is not None
    return word in ABBREVIATIONS or word in QUALIFIERS or not is_whole


def _plain_signs(text: str) -> str:
    """Return a text with one sign for each meaning, and plain typographic signs."""
    text = (
        unicodedata.normalize("NFC", text).replace("ſ", "s").replace("†", " ").replace(" — ", " - ")
    )
    text = text.translate(_DASHES).replace("\u00d7", " × ").replace("✕", " × ")
    text = _LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return _QUOTE.sub('"', text)


def cut_annotations(text: str, problems: list[Problem]) -> tuple[str, str]:
    """Return the text without treaty annotations, and the text that was cut."""
    first = text.split(" ", 1)[0].casefold()
    if first not in GOODS and not _MAY_BE_ANNOTATED.search(text):
        return text, ""
    cut: list[str] = []
    for pattern in (_QUANTITY_BEFORE, _BEFORE, _GOODS_BEFORE):
        if before := pattern.match(text):
            cut.append(before.group().strip())
            text = text[before.end() :]
    for pattern in _ANNOTATIONS:
        match = pattern.search(text)
        if match:
            cut.append(match.group().strip())
            text = (text[: match.start()] + " " + text[match.end() :]).strip()
    if cut:
        problems.append(Problem.ANNOTATION)
    return " ".join(text.split()), " ".join(cut)


def without_annotations(text: str) -> str:
    """Return a text as the parser reads it, without what stands around the name.

    Examples
    --------
    >>> without_annotations("2 skins of Panthera leo (CITES II)")
    'Panthera leo'
    """
    return cut_annotations(clean(text, []), [])[0]


def digit_readings(text: str) -> list[str]:
    """Return readings with letters for digits in the first two words; most likely first.

    Examples
    --------
    >>> digit_readings("Panthera 1eo")
    ['Panthera leo', 'Panthera ieo', 'Panthera teo']
    >>> digit_readings("Tanytarsus Malaise3164")
    []
    """
    readings = [""]
    for place, word in enumerate(text.split()):
        # after genus and epithet only a third epithet, not an author
        match = _DIGIT_IN_WORD.fullmatch(word) if place < 2 + word[0].islower() else None
        choices = [_DIGITS.get(letter, letter) for letter in word]
        words = ["".join(letters) for letters in product(*choices)] if match else [word]
        readings = [f"{reading} {word}".strip() for reading in readings for word in words]
    if readings == [" ".join(text.split())] or NO_NAME.search(readings[0]):
        return []
    return readings


def scripts(text: str) -> int:
    """Return the number of alphabets used."""
    if text.isascii():
        return int(any(map(str.isalpha, text)))
    kinds = {"LATIN" if c.isascii() else unicodedata.name(c, "?").split()[0] for c in text
             if c.isalpha()}  # fmt: skip
    return len(kinds - {"MODIFIER"})


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would read the text as a formula with a function call."""
    return _FORMULA.match(text) is not None


def is_no_name(text: str) -> bool:
    """Whether the words mean a missing name, a virus, a strain or a sample."""
    return bool(_NEGATION.match(text) or (NO_NAME.search(text) and not _is_latin(text)))


def _is_latin(text: str) -> bool:
    binomial = _LATIN_ALL_THE_SAME.match(text)
    return binomial is not None and not NO_NAME.search(text, binomial.end())
