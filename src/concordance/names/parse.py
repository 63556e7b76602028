"""Verbatim string -> `Name`. Treaty annotations are cut first; the rest is read word by word.

Nothing raises: what is wrong with a string is a `Problem` of the name. Viruses, cultivars, strains
and hybrid formulas are recognised and left unparsed.
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
    is_formula,
    is_no_name,
    scripts,
)
from concordance.names.forms import CanonicalName, canonical

#: problems with which a name says nothing certain about a species
_DOUBT: Final = frozenset(
    {
        Problem.MISSING,
        Problem.NOT_A_NAME,
        Problem.TOO_LONG,
        Problem.HYBRID_FORMULA,
        Problem.MIXED_SCRIPT,
        Problem.ABBREVIATED_GENUS,
        Problem.UNCERTAIN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A scientific name taken apart.

    Attributes
    ----------
    verbatim : str
        As it came.
    canonical : CanonicalName
        Genus and epithets, or the uninomial, as `canonical` writes them; blank where the string
        holds no name.
    genus, subgenus : str
        The first word (of any uninomial too, and of a hybrid formula); blank where there is none.
    epithets : tuple of str
        Specific and lower epithets.
    rank : str
        ``uninomial``, ``species``, ``subspecies``, ``variety``, ``form``, ``other``; blank where
        the string holds no name. A zoological trinomial is a subspecies.
    hybrid : bool
        Whether a hybrid sign is part of the name.
    authorship : str
        As printed, white space folded.
    qualifiers : tuple of str
        ``cf.``, ``aff.``, ``s.l.``, ``auct.``, ``nec``, ``sp.``, ``spp.`` ... in the order found.
    annotation : str
        What was cut off before parsing: exceptions, populations, "(= ...)".
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
    problems: tuple[Problem, ...] = ()

    @property
    def authors(self) -> Authorship:
        """The authorship taken apart into original and later authors and years."""
        return parse_authorship(self.authorship)

    @property
    def is_certain(self) -> bool:
        """Whether the string holds a name and nothing in it casts doubt on which."""
        return bool(self.canonical) and not _DOUBT.intersection(self.problems)


_LOWER: Final = "a-zß-öø-ÿœšžıſāăąćčďđēěęğīłńňōőřśşťūůźżǝ"
_UPPER: Final = "A-ZÀ-ÖØ-ÞŒŠŽĀĂĄĆČĎĒĚĘĞĪŁŃŇŌŐŘŚŞŤŪŮŹŻ"
_GENUS: Final = re.compile(rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}]?[{_LOWER}]+)*")
_SHORT_GENUS: Final = re.compile(rf"[{_UPPER}][{_LOWER}]{{0,2}}\.")
_EPITHET: Final = re.compile(rf"(?:\d+-)?[{_LOWER}](?:[{_LOWER}]|['’`´][{_LOWER}]{{2}})*[{_LOWER}]"
                             rf"(?:-[{_LOWER}]+(?:['’`´][{_LOWER}]{{2,}})?)*|[{_LOWER}]['’`´][{_LOWER}]{{2,}}"
                             rf"|[{_LOWER}]-[{_LOWER}]{{3,}}")  # fmt: skip
_SUBGENUS: Final = re.compile(rf"\(([{_UPPER}][{_LOWER}]*\.?)\)")
_CAPITALS: Final = re.compile(rf"[{_UPPER}]{{2,}}(?:-[{_UPPER}]+)*")

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
#: short rank words that are also epithets or initials: behind a genus only with a full stop
_DOTTED: Final = frozenset({"v", "f", "fa", "fo", "ab", "mut", "race", "pv", "bv"})
ABOVE_SPECIES: Final = frozenset(
    "subg subgen subgenus sect section subsect ser series subser trib tribus subtrib nothosect "
    "supersect superser nothosubgen nothoser subtr tr subfam div".split()
)
QUALIFIERS: Final = frozenset(
    "cf aff affin nr near prope maybe sp spp spec species ssp subsp gen nov".split()
)
AKIN: Final = frozenset("aff affin affinis nr near prope maybe possibly probably".split())
UNNAMED: Final = frozenset("sp spp spec species ssp gen genus nov n sp.nov ssp.nov".split())
_NEW_GENUS: Final = frozenset("gen Gen nov Nov n".split())
_RANK_WORDS: Final = frozenset({*RANKS, *ABOVE_SPECIES, *UNNAMED})
#: what follows a rank or a subgenus of which nothing is named
_OPEN: Final = QUALIFIERS - {"gen", "nov"}
#: marks behind a name that cast doubt on all of it
_DOUBTED: Final = frozenset({"?", "(?)"})
#: lower-case words that begin or join authors, and so are no epithets
OF_AUTHORS: Final = frozenset(
    "de del della delle da das di do dos du la le les van von vom v zu zur zum ten ter den der des "
    "d' d’ el al i e y et and und ex in f fil filius of with from by the or".split()
)
#: words after which only the use of the name is spoken of
_USE: Final = re.compile(
    r"(?:^|(?<=[\s,;(\[]))(?:(?i:sensu|auctt?\.?|auctorum|nec|non|emend\.?|pro parte)|sec\.?|"
    r"s\.\s?(?:l|s|str|lat|ampl)\.?|not|vide|ined\.?|nom\.|nomen|comb\.|stat\.|p\.\s?p\.|hort\.?|"
    r"ht\.|indet\.|mihi|group|complex|agg\.?|aggregate|(?:(?:sub|s)?sp|var|f)\. nov|corrig\.?|"
    r"nov\.? spec|"
    r"spec\.? nov|n\. ?sp|gen\. ?nov|cv\.?|cultivar|str\.|strain|isolate|voucher|in herb|orth\.|"
    r"pro syn|pro sp)"
    r"(?=$|[\s.,;:)\]]).*$"
)
_AUTHOR_START: Final = re.compile(
    r"[(\[]*\s*(?:(?:van|von|vom|vander|de|der|den|del|della|da|dos|du|la|le|zu|zur|ten|ter|v\.)\s+|"
    rf"['’`]?[dDlLnts]['’`]\s?)*[{_UPPER}'’?]|[(\[]?\d{{4}}|&"
)

#: authors with a small letter, known by what stands around them: "(gray ex Smith)", "brown f."
_SMALL_AUTHOR: Final = re.compile(
    rf"\(?[{_LOWER}-]+\.|\([{_LOWER}-]+\) [{_UPPER}]|[{_LOWER}]+ (?:&|et|ex|and) [{_UPPER}]|"
    r"hort\.? ex"
)


def parse_own(text: object) -> Name:
    """Return a verbatim string taken apart by the parser of this package.

    Parameters
    ----------
    text : object
        A string; anything else gives a name with a problem, never an exception.

    Returns
    -------
    Name

    Notes
    -----
    Time is linear in the length of the string; strings over `LONGEST` characters are not read.

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
    """Return a string taken apart, as `parse` does; repeated strings are read once."""
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
    reader = _Reader(text, problems)
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
        problems=tuple(dict.fromkeys(problems)),
    )


def _nothing(verbatim: str, problem: Problem, genus: str = "") -> Name:
    return Name(verbatim=verbatim, canonical=CanonicalName(""), genus=genus, problems=(problem,))


_BEFORE_BRACKET: Final = re.compile(r"(?<=[^\s(\[])([(\[])")
_AFTER_BRACKET: Final = re.compile(r"\)(?=[^\s),.;])")
_GLUED_MARK: Final = re.compile(
    rf"\b(subsp|ssp|var|f|fo|cf|aff|subg|sect|subvar)\.(?=[{_LOWER}]{{3}})"
)
_ONE_AUTHOR: Final = re.compile(rf"\(?[{_UPPER}]{{3,}},?(?: \(?\d{{4}}\)?)?\)?")
_MARKED_HYBRID: Final = re.compile(rf"[xX][{_UPPER}][{_LOWER}]")
_ELIDED: Final = re.compile("[dl]['’`][a-z]?$")
_PAGE: Final = re.compile(r"(?<=\d)\s*:\s*\d")
_TOKEN: Final = re.compile(r"\"[^\"]+\"|[^\s\"]+|\"")


class _Reader:
    """Reads the words of one cleaned string, left to right."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        text = _BEFORE_BRACKET.sub(r" \1", text)
        text = _AFTER_BRACKET.sub(") ", text)
        text = _GLUED_MARK.sub(r"\1. ", text)
        self.tokens = _TOKEN.findall(text)
        self.problems = problems
        self.words: list[str] = []
        self.ranks: list[str] = []
        self.subgenus = ""
        self.hybrid = False
        self.authorship = ""
        self.qualifiers: list[str] = []
        self.failure = Problem.NOT_A_NAME

    def read(self) -> bool:
        """Read the whole string; False where it holds no name, `failure` says why."""
        at = self._genus(0)
        if at < 0:
            return False
        at = self._epithets(at)
        self._rest(self.tokens[at:])
        return self.failure is not Problem.HYBRID_FORMULA

    def rank(self) -> str:
        if self.ranks:
            return self.ranks[-1]
        return ("uninomial", "species", "subspecies")[min(len(self.words), 3) - 1]

    def _token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""

    def _genus(self, at: int) -> int:
        if self._token(at + 1)[:1].isupper():
            sign = self._token(at).lower()
            if sign in {"cf.", "cf", "?"}:
                # "cf. Aus bus": which name is meant is said, that it is the right one is not
                self.problems.append(Problem.UNCERTAIN)
                self.qualifiers.append(self._token(at))
                at += 1
            elif sign in {"×", "x", "+"}:
                self.hybrid = True
                at += 1
        if self._token(at).strip(".").lower() in ABOVE_SPECIES | {"candidatus", "ca"}:
            at += 1
        word = self._token(at).rstrip(",;:?")
        if self._token(at).endswith("?"):
            self.problems.append(Problem.UNCERTAIN)
        if _MARKED_HYBRID.match(word):
            self.hybrid, word = True, word[1:]
        if _CAPITALS.fullmatch(word) and len(word) > 3:
            self._fold_capitals(at)
            word = self._token(at).rstrip(",;:?")
        lower = _EPITHET.fullmatch(word) and len(word) > 2 and word not in OF_AUTHORS | QUALIFIERS
        if lower and all(_EPITHET.fullmatch(t) for t in self.tokens[at + 1 : at + 2]):
            self.problems.append(Problem.CASE)
            word = word[:1].upper() + word[1:]
        if _GENUS.fullmatch(word):
            self.words.append(word)
        elif _SHORT_GENUS.fullmatch(word) and _EPITHET.fullmatch(self._token(at + 1)):
            self.words.append(word)
        elif self._other_script(word):
            self.words.append(word)
            self.problems.append(Problem.MIXED_SCRIPT)
        else:
            return -1
        return at + 1

    @staticmethod
    def _other_script(word: str) -> bool:
        return len(word) > 2 and word.isalpha() and word[0].isupper() and word[1:].islower()

    def _fold_capitals(self, at: int) -> None:
        self.problems.append(Problem.CASE)
        self.tokens[at] = self.tokens[at].capitalize()
        if self.tokens[at].endswith((",", ";", ":")):
            return
        for i in range(at + 1, min(at + 3, len(self.tokens))):
            token = self.tokens[i]
            if i == at + 1 and self._is_epithet_before_author(token, self.tokens[i + 1 :]):
                self.tokens[i] = token.lower()
                break
            if not (_CAPITALS.fullmatch(token) and len(token) > 2):
                break
            self.tokens[i] = token.lower()

    @staticmethod
    def _is_epithet_before_author(token: str, rest: list[str]) -> bool:
        """Whether "LEO," stands before one author: "PANTHERA LEO, GRAY 1830".

        "AUSUS GRAY, 1830" and "AUSUS GRAY, SMITH & JONES" are a genus and its authors.
        """
        word = token.rstrip(",;:")
        if word == token or not _CAPITALS.fullmatch(word) or len(word) < 3:
            return False
        return word.lower() not in OF_AUTHORS and _ONE_AUTHOR.fullmatch(" ".join(rest)) is not None

    def _epithets(self, at: int) -> int:
        subgenus = _SUBGENUS.fullmatch(self._token(at))
        if subgenus and (self._epithet_at(at + 1) or self._token(at + 1).rstrip(".") in _OPEN):
            self.subgenus, at = subgenus.group(1).rstrip("."), at + 1
        while at < len(self.tokens):
            token = self.tokens[at]
            plain = token.rstrip(".,;:?!").lower()
            following = self._token(at + 1)
            if len(token) > 3 and token[0] == token[-1] == '"' and len(self.words) <= 2:
                self.words.append(re.sub("['’`´]", " ", token))
                self.problems.append(Problem.INFORMAL)
                return at + 1
            if token in {"×", "x", "X"}:
                if len(self.words) == 1 and self._epithet_at(at + 1):
                    self.hybrid, at = True, at + 1
                    continue
                self.failure = Problem.HYBRID_FORMULA
                return len(self.tokens)
            if len(self.words) == 1 and self._is_above_species(at):
                # "Aus subg. Bus cus" is a species of Aus
                if not self._epithet_at(at + 2):
                    self.words = [following]
                elif plain.startswith("subg"):
                    self.subgenus = following
                at += 2
                continue
            if self._is_rank(token, at):
                self.ranks.append(RANKS[plain])
                at += 1
                while self._token(at) in {"sp.", "×"}:
                    self.hybrid |= self._token(at) == "×"
                    at += 1
                self.words.append(self._tidy(self.tokens[at]))
                at += 1
                continue
            if plain in {"", "cf"} and token[0] in "?cC":
                self.qualifiers.append(token)
                self.problems.append(Problem.UNCERTAIN)
                at += 1
                continue
            if plain in AKIN and (plain != "affinis" or self._epithet_at(at + 1, any_word=True)):
                # "aff. alba" is akin to alba, and so another species
                self.qualifiers.append(token)
                self.problems.append(Problem.UNCERTAIN)
                return len(self.tokens)
            alone = not following or following.rstrip(".") in _OPEN or following in _DOUBTED
            rank_alone = alone and token.endswith(".") and plain in _RANK_WORDS
            if rank_alone or (self._is_unnamed(at) and len(self.words) <= 2):
                self.qualifiers.append(token)
                self.problems.append(Problem.RANK_ONLY)
                # "gen. nov. Gray": the author is that of the genus
                while self._token(at).rstrip(".,;") in _NEW_GENUS:
                    at += 1
                unnamed = rank_alone or self._token(at) in {"et", "&"} or self._is_unnamed(at)
                return len(self.tokens) if unnamed else at
            if self._epithet_at(at) and len(self.words) < 4:
                if token.endswith("?"):
                    self.problems.append(Problem.UNCERTAIN)
                self.words.append(self._tidy(token))
                at += 1
                if token.endswith((",", ";", ":")):
                    break
                continue
            break
        return at

    def _is_unnamed(self, at: int) -> bool:
        token = self._token(at)
        plain = token.rstrip(".,;:?!")
        # without its full stop "indet" is the epithet of a lizard
        return (plain.lower() in UNNAMED and plain != "N") or token.lower().startswith("indet.")

    @staticmethod
    def _tidy(token: str) -> str:
        return token.strip("?.,;:!-'’\"“”‘")

    def _epithet_at(self, at: int, *, any_word: bool = False) -> bool:
        token = self._token(at)
        word = self._tidy(token)
        if token[:1] in "'‘\"" or not _EPITHET.fullmatch(word):
            return False
        if word.lower() in QUALIFIERS and not any_word:
            return False
        if _USE.match(token) or _USE.match(f"{token} {self._token(at + 1)}"):
            return False
        if word in OF_AUTHORS or _ELIDED.match(token):
            # "Aus de Vries" against the epithet "Aus de": only an author follows a particle
            return False
        if token.endswith(".") and len(self.words) > 1:
            return False
        # "Aus bus gray & Smith": a small letter where the author has a capital
        joined = self._token(at + 1) in {"&", "et", "ex", "and"} and len(self.words) > 1
        return not (joined and self._token(at + 2)[:1].isupper())

    def _is_above_species(self, at: int) -> bool:
        """Whether a rank between genus and species follows, with its name."""
        token, name, after = self._token(at), self._token(at + 1), self._token(at + 2)
        if token.strip(".").lower() not in ABOVE_SPECIES or not _GENUS.fullmatch(name):
            return False
        # "Aus series Gray & Smith" is a species and its authors
        return token.endswith(".") or after not in {"&", "et", "and"}

    def _is_rank(self, token: str, at: int) -> bool:
        plain = token.rstrip(".").lower()
        if plain not in RANKS:
            return False
        if plain in _DOTTED and len(self.words) < 2 and not token.endswith("."):
            return False
        after = at + 1
        while self._token(after) in {"sp.", "×"}:
            after += 1
        word = self._tidy(self._token(after))
        return (
            bool(_EPITHET.fullmatch(word))
            and word not in OF_AUTHORS
            and word.lower() not in QUALIFIERS
        )

    def _rest(self, tokens: list[str]) -> None:
        """What follows the epithets: authorship, lower ranks after it, use of the name."""
        doubts = []
        while tokens and tokens[-1] in _DOUBTED:
            doubts.append(tokens.pop())
        text = " ".join(tokens)
        use = _USE.search(text)
        if use and not (use.start() < 2 and re.match(r"hort\.? ex\b", use.group())):
            self.qualifiers.append(use.group().split()[0])
            text = text[: use.start()].rstrip(" ,;[(")
        kept: list[str] = []
        # a last "+" is a mark, no sign of a hybrid
        self.tokens = words = text.rstrip(" +").split()
        if doubts:
            self.problems.append(Problem.UNCERTAIN)
            self.qualifiers += doubts
        at = 0
        while at < len(words):
            token = words[at]
            if kept and token in {"×", "x", "X", "+"}:
                self.failure = Problem.HYBRID_FORMULA
                return
            if len(self.words) == 1 and self._is_above_species(at):
                self.words, kept, at = [words[at + 1]], [], at + 2
                continue
            if at and len(self.words) > 1 and self._is_rank(token, at):
                self.ranks.append(RANKS[token.rstrip(".").lower()])
                self.words.append(self._tidy(words[at + 1]))
                kept = []
                at += 2
                continue
            kept.append(token)
            at += 1
        found = " ".join(kept)
        if not found:
            return
        if (
            _AUTHOR_START.match(found)
            or _SMALL_AUTHOR.match(found)
            or found.split()[0] in OF_AUTHORS
        ):
            self.authorship = self._close(_PAGE.split(found)[0].strip(" ,;:"))
        else:
            self.problems.append(Problem.UNREAD_TAIL)

    @staticmethod
    def _close(authorship: str) -> str:
        missing = authorship.count("(") - authorship.count(")")
        return authorship + ")" * max(missing, 0)
