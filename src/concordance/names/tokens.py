"""The tokens of a name string, and the words and patterns that classify them."""

from __future__ import annotations

import re
from typing import Final

LOWER: Final = "a-zß-öø-ÿœšžıſāăąćčďđēěęğīłńňōőřśşťūůźżǝ"
UPPER: Final = "A-ZÀ-ÖØ-ÞŒŠŽĀĂĄĆČĎĒĚĘĞĪŁŃŇŌŐŘŚŞŤŪŮŹŻ"
GENUS: Final = re.compile(rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}]?[{LOWER}]+)*")
SHORT_GENUS: Final = re.compile(rf"[{UPPER}][{LOWER}]{{0,2}}\.")
EPITHET: Final = re.compile(rf"(?:\d+-)?[{LOWER}](?:[{LOWER}]|['’`´][{LOWER}]{{2}})*[{LOWER}]"
                             rf"(?:-[{LOWER}]+(?:['’`´][{LOWER}]{{2,}})?)*|[{LOWER}]['’`´][{LOWER}]{{2,}}"
                             rf"|[{LOWER}]-[{LOWER}]{{3,}}")  # fmt: skip
#: endings common in epithets and rare in surnames
LATIN_ENDING: Final = re.compile(r"(?:a|um|is|ae|ii|oides|ensis|(?<![ei])us)$")
#: endings of nearly all epithets
EPITHET_ENDING: Final = re.compile(r"(?:[aeisx]|um|or|er|ar|on|en|yn|ops)$")
SHORT_EPITHET: Final = re.compile(r"[a-z]\.")
SUBGENUS: Final = re.compile(rf"\(([{UPPER}][{LOWER}]*\.?)\)")
CAPITALS: Final = re.compile(rf"[{UPPER}]{{2,}}(?:-[{UPPER}]+)*|[{UPPER}]-[{UPPER}]{{3,}}")

RANKS: Final = {
    **dict.fromkeys(("subsp", "ssp", "subspec", "subspecies", "nothosubsp", "nothossp"),
                    "subspecies"),
    **dict.fromkeys(("var", "varietas", "variety", "nothovar", "convar", "nvar", "v"), "variety"),
    **dict.fromkeys(("f", "fo", "fa", "fma", "forma", "form", "nothof", "f.sp", "fsp"), "form"),
    **dict.fromkeys(("subvar", "subf", "subforma", "subfo", "morph", "morpha", "mut", "ab", "a.b",
                     "aberr", "aberration", "natio", "race", "prol", "proles", "agamosp",
                     "agamossp", "pv", "pathovar", "biovar", "bv", "serovar", "lusus", "monstr",
                     "t.infr", "tinfr", "nat", "agamovar", "modif", "null", "microf", "nothomorph",
                     "grex", "ssubsp", "supersp", "subsubforma", "trib", "infrasp",
                     *"αβγδε"), "other"),
}  # fmt: skip
#: short rank words that are also epithets or initials; after a genus only with a full stop
DOTTED: Final = frozenset({"v", "f", "fa", "fo", "ab", "mut", "race", "pv", "bv"})
ABOVE_SPECIES: Final = frozenset(
    "subg subgen subgenus sect section subsect ser series subser trib tribus subtrib nothosect "
    "supersect superser nothosubgen nothoser subtr tr subfam div".split()
)
QUALIFIERS: Final = frozenset(
    "cf aff affin nr near prope maybe sp spp spec species ssp subsp gen nov".split()
)
AKIN: Final = frozenset("aff affin affinis nr near prope prox prob maybe possibly probably".split())
UNNAMED: Final = frozenset("sp spp spec species ssp gen genus nov n sp.nov ssp.nov".split())
NEW_GENUS: Final = frozenset("gen Gen nov Nov n".split())
RANK_WORDS: Final = frozenset({*RANKS, *ABOVE_SPECIES, *UNNAMED})
#: text after a rank or subgenus without a name
OPEN: Final = QUALIFIERS - {"gen", "nov"}
#: marks after a name that make all of it doubtful
DOUBTED: Final = frozenset({"?", "(?)"})
#: rank words that may come before the first word of a name
BEFORE_GENUS: Final = ABOVE_SPECIES | {"candidatus", "ca"}
#: lower-case words that begin or join authors, so they are not epithets
OF_AUTHORS: Final = frozenset(
    "de del della delle da das di do dos du la le les van von vom v zu zur zum ten ter den der des "
    "d' d’ el al i e y et and und ex in f fil filius of with from by the or oder vs".split()
)
#: lower-case words that are never a genus without its capital
NO_GENUS: Final = OF_AUTHORS | QUALIFIERS
#: words followed only by remarks on the use of the name
USE: Final = re.compile(
    r"(?:^|(?<=[\s,;(\[]))(?:(?i:sensu|auctt?\.?|auctorum|nec|non|emend\.?|pro parte)|sec\.?|"
    r"s\.\s?(?:l|s|str|lat|ampl)\.?|not|vide|ined\.?|nom\.|nomen|comb\.|stat\.|p\.\s?p\.|hort\.?|"
    r"ht\.|indet\.|mihi|group|complex|agg\.?|aggregate|grp\.?|gr\.|"
    r"species (?:group|complex)|hybrids?|hybr\.?|hyb\.|[fF][1-4]|(?:(?:sub|s)?sp|var|f)\. nov|"
    r"corrig\.?|nov\.? spec|"
    r"spec\.? nov|n\. ?sp|gen\. ?nov|cv\.?|cultivar|str\.|strain|isolate|voucher|in herb|orth\.|"
    r"pro syn|pro sp)"
    r"(?=$|[\s.,;:)\]]).*$"
)
#: uses that do not show which taxon is meant
DOUBTFUL_USE: Final = re.compile(
    r"(?:species )?(?:group|complex|agg|aggregate|grp|gr)\b|hybr?\b|hybrid|[fF][1-4]\b"
)
AUTHOR_START: Final = re.compile(
    r"[(\[]*\s*(?:(?:van|von|vom|vander|de|der|den|del|della|da|dos|du|la|le|zu|zur|ten|ter|v\.)\s+|"
    rf"['’`]?[dDlLnts]['’`]\s?)*[{UPPER}'’?\ufffd]|[(\[]?\d{{4}}|&"
)

#: lower-case authors recognised by their context: "(gray ex Smith)", "brown f."
SMALL_AUTHOR: Final = re.compile(
    rf"\(?[{LOWER}-]+\.|\([{LOWER}-]+\) [{UPPER}]|[{LOWER}]+ (?:&|et|ex|and) [{UPPER}]|"
    r"hort\.? ex"
)
_BEFORE_BRACKET: Final = re.compile(r"(?<=[^\s(\[])([(\[])")
_AFTER_BRACKET: Final = re.compile(r"\)(?=[^\s),.;])")
_GLUED_MARK: Final = re.compile(
    rf"\b(subsp|ssp|var|f|fo|cf|aff|subg|sect|subvar)\.(?=[{LOWER}]{{3}})"
)
ONE_AUTHOR: Final = re.compile(rf"\(?[{UPPER}]{{3,}},?(?: \(?\d{{4}}\)?)?\)?")
MARKED_HYBRID: Final = re.compile(rf"[xX][{UPPER}][{LOWER}]")
ELIDED: Final = re.compile("[dl]['’`][a-z]?$")
PAGE: Final = re.compile(r"(?<=\d)\s*:\s*\d")
_TOKEN: Final = re.compile(r"\"[^\"]+\"|[^\s\"]+|\"")


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a cleaned string, with glued brackets and rank marks separated."""
    text = _BEFORE_BRACKET.sub(r" \1", text)
    text = _AFTER_BRACKET.sub(") ", text)
    text = _GLUED_MARK.sub(r"\1. ", text)
    return _TOKEN.findall(text)
