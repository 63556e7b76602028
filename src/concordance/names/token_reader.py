"""Reads genus, epithets, ranks and authorship from the tokens of a string, left to right."""

from __future__ import annotations

import re
from typing import ClassVar

from concordance.names.capitals import without_capitals
from concordance.names.cleaning import Problem
from concordance.names.goods import GOODS
from concordance.names.tails import read_tail
from concordance.names.tokens import (
    ABOVE_SPECIES,
    AKIN,
    BEFORE_GENUS,
    CAPITALS,
    DOTTED,
    DOUBTED,
    DOUBTFUL_USE,
    ELIDED,
    EPITHET,
    GENUS,
    LATIN_ENDING,
    MARKED_HYBRID,
    NEW_GENUS,
    NO_GENUS,
    OF_AUTHORS,
    OPEN,
    QUALIFIERS,
    RANK_WORDS,
    RANKS,
    SHORT_EPITHET,
    SHORT_GENUS,
    SUBGENUS,
    UNNAMED,
    USE,
    tokens_of,
)


class TokenReader:
    """Reads the words of one cleaned string, left to right."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.tokens = tokens_of(text)
        self.problems = problems
        self.words: list[str] = []
        self.ranks: list[str] = []
        self.subgenus = ""
        self.hybrid = False
        self.authorship = ""
        self.unread = ""
        self.qualifiers: list[str] = []
        self.failure = Problem.NOT_A_NAME
        self.complete = False

    def read(self) -> bool:
        """Read the whole string; if it contains no name, return False and set `failure`."""
        at = self._genus(0)
        if at < 0:
            return False
        at = self._epithets(at)
        self._rest(self.tokens[at:])
        return self.failure is not Problem.HYBRID_FORMULA

    def rank(self) -> str:
        """Return the rank of the name, as in `Name.rank`."""
        if self.ranks:
            return self.ranks[-1]
        return ("uninomial", "species", "subspecies")[min(len(self.words), 3) - 1]

    def _token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""

    def _genus(self, at: int) -> int:
        """Read the first word of the name; return the position after it, or -1 if there is none."""
        at = self._sign_before_genus(at)
        if self._token(at).strip(".").lower() in BEFORE_GENUS:
            at += 1
        word = self._first_word(at)
        if not (
            GENUS.fullmatch(word)
            or (SHORT_GENUS.fullmatch(word) and EPITHET.fullmatch(self._token(at + 1)))
        ):
            if not self._other_script(word):
                return -1
            self.problems.append(Problem.MIXED_SCRIPT)
        self.words.append(word)
        return at + 1

    def _sign_before_genus(self, at: int) -> int:
        """Read a sign of doubt or of a hybrid before a genus; return the position after it."""
        if not self._token(at + 1)[:1].isupper():
            return at
        sign = self._token(at).lower()
        if sign in {"cf.", "cf", "?"}:
            # "cf. Aus bus": the name is clear, but may not be the right one
            self.problems.append(Problem.UNCERTAIN)
            self.qualifiers.append(self._token(at))
            return at + 1
        if sign in {"×", "x", "+"}:
            self.hybrid = True
            return at + 1
        return at

    def _first_word(self, at: int) -> str:
        """Return a token in the form of a genus: no marks, no hybrid sign, one capital."""
        token = self._token(at)
        word = token.rstrip(",;:?").lstrip("?")
        if "?" in (token[:1], token[-1:]):
            self.problems.append(Problem.UNCERTAIN)
        if MARKED_HYBRID.match(word):
            self.hybrid, word = True, word[1:]
        if CAPITALS.fullmatch(word) and (len(word) > 3 or self._is_capital_epithet(at + 1)):
            self._fold_capitals(at)
            word = self._token(at).rstrip(",;:?")
        if self._is_small_genus(word, at):
            self.problems.append(Problem.CASE)
            word = word[:1].upper() + word[1:]
        return word

    def _is_capital_epithet(self, at: int) -> bool:
        """Whether the epithet of a short genus follows in capitals: "ARA ARARAUNA"."""
        word = self._token(at).rstrip(",;:")
        return len(word) > 3 and CAPITALS.fullmatch(word) is not None

    def _is_small_genus(self, word: str, at: int) -> bool:
        """Whether a word is a genus without a capital, alone or before an epithet."""
        if len(word) <= 2 or word in NO_GENUS or not EPITHET.fullmatch(word):
            return False
        return at + 1 >= len(self.tokens) or EPITHET.fullmatch(self.tokens[at + 1]) is not None

    @staticmethod
    def _other_script(word: str) -> bool:
        return len(word) > 2 and word.isalpha() and word[0].isupper() and word[1:].islower()

    def _fold_capitals(self, at: int) -> None:
        self.problems.append(Problem.CASE)
        self.tokens[at:] = without_capitals(self.tokens[at:])

    def _epithets(self, at: int) -> int:
        """Read the part between genus and authorship; return the position after it."""
        at = self._bracketed_subgenus(at)
        while at < len(self.tokens) and not self.complete:
            at = self._next_part(at)
        return at

    def _bracketed_subgenus(self, at: int) -> int:
        subgenus = SUBGENUS.fullmatch(self._token(at))
        if subgenus and (self._epithet_at(at + 1) or self._token(at + 1).rstrip(".") in OPEN):
            self.subgenus = subgenus.group(1).rstrip(".")
            return at + 1
        return at

    def _next_part(self, at: int) -> int:
        """Read one part of the name by the first matching rule; return the position after it."""
        token = self.tokens[at]
        plain = token.rstrip(".,;:?!").lower()
        for rule in self._RULES:
            after = rule(self, at, token, plain)
            if after is not None:
                return after
        self.complete = True
        return at

    # Each rule returns the position after the text it has read, or None if it does not apply.

    def _quoted_epithet(self, at: int, token: str, plain: str) -> int | None:
        if not (len(token) > 3 and token[0] == token[-1] == '"' and len(self.words) <= 2):
            return None
        self.words.append(re.sub("['’`´]", " ", token))
        self.problems.append(Problem.INFORMAL)
        self.complete = True
        return at + 1

    def _hybrid_sign(self, at: int, token: str, plain: str) -> int | None:
        if token not in {"×", "x", "X"}:
            return None
        if len(self.words) == 1 and self._epithet_at(at + 1):
            self.hybrid = True
            return at + 1
        self.failure = Problem.HYBRID_FORMULA
        return len(self.tokens)

    def _rank_above_species(self, at: int, token: str, plain: str) -> int | None:
        if len(self.words) != 1 or not self._is_above_species(at):
            return None
        # "Aus subg. Bus cus" is a species of Aus
        if not self._epithet_at(at + 2):
            self.words = [self._token(at + 1)]
        elif plain.startswith("subg"):
            self.subgenus = self._token(at + 1)
        return at + 2

    def _rank_and_epithet(self, at: int, token: str, plain: str) -> int | None:
        if not self._is_rank(token, at):
            return None
        self.ranks.append(RANKS[plain])
        at += 1
        while self._token(at) in {"sp.", "×"}:
            self.hybrid |= self._token(at) == "×"
            at += 1
        word = self._tidy(self.tokens[at])
        if not word.islower() and word.isalpha():
            self.problems.append(Problem.CASE)
            word = word.lower()
        self.words.append(word)
        return at + 1

    def _doubt(self, at: int, token: str, plain: str) -> int | None:
        if plain not in {"", "cf"} or token[0] not in "?cC":
            return None
        self.qualifiers.append(token)
        self.problems.append(Problem.UNCERTAIN)
        return at + 1

    def _akin(self, at: int, token: str, plain: str) -> int | None:
        if plain not in AKIN or (
            plain == "affinis" and not self._epithet_at(at + 1, any_word=True)
        ):
            return None
        self.qualifiers.append(token.lower() if plain == "affinis" else token)
        self.problems.append(Problem.UNCERTAIN)
        if plain == "affinis" and len(self.words) == 1 and self._epithet_at(at + 1):
            return None  # also the name of a species: only a list can tell
        # "aff. alba" is related to alba, so it is another species
        return len(self.tokens)

    def _unnamed(self, at: int, token: str, plain: str) -> int | None:
        rank_alone = plain in RANK_WORDS and token.endswith(".") and self._stands_alone(at)
        if not rank_alone and not (self._is_unnamed(at) and len(self.words) <= 2):
            return None
        self.qualifiers.append(token)
        self.problems.append(Problem.RANK_ONLY)
        self.complete = True
        # "gen. nov. Gray": the author of the genus
        while self._token(at).rstrip(".,;") in NEW_GENUS:
            at += 1
        unnamed = rank_alone or self._token(at) in {"et", "&"} or self._is_unnamed(at)
        return len(self.tokens) if unnamed else at

    def _stands_alone(self, at: int) -> bool:
        """Whether nothing follows that the token could introduce."""
        following = self._token(at + 1)
        return not following or following.rstrip(".") in OPEN or following in DOUBTED

    def _short_epithet(self, at: int, token: str, plain: str) -> int | None:
        """Read "t." of "Panthera t. altaica"."""
        if len(self.words) != 1 or not SHORT_EPITHET.fullmatch(token):
            return None
        if not self._epithet_at(at + 1) or len(self._tidy(self._token(at + 1))) < 3:
            return None
        self.words.append(token)
        self.problems.append(Problem.SHORT_EPITHET)
        return at + 1

    def _epithet(self, at: int, token: str, plain: str) -> int | None:
        if len(self.words) >= 4 or not self._epithet_at(at):
            return None
        if "?" in (token[0], token[-1]):
            self.problems.append(Problem.UNCERTAIN)
        self.words.append(self._tidy(token))
        self.complete = token.endswith((",", ";", ":"))
        return at + 1

    #: rules in order
    _RULES: ClassVar = (
        _quoted_epithet,
        _hybrid_sign,
        _rank_above_species,
        _rank_and_epithet,
        _doubt,
        _akin,
        _unnamed,
        _short_epithet,
        _epithet,
    )

    def _is_unnamed(self, at: int) -> bool:
        token = self._token(at)
        plain = token.rstrip(".,;:?!")
        # without the full stop, "indet" is the epithet of a lizard
        return (plain.lower() in UNNAMED and plain != "N") or token.lower().startswith("indet.")

    @staticmethod
    def _tidy(token: str) -> str:
        return token.strip("?.,;:!-'’\"“”‘")

    def _epithet_at(self, at: int, *, any_word: bool = False) -> bool:
        token = self._token(at)
        word = self._tidy(token)
        if token[:1] in "'‘\"" or not EPITHET.fullmatch(word):
            return False
        if (word in GOODS and self.words) or (word.lower() in QUALIFIERS and not any_word):
            return False
        if USE.match(token) or USE.match(f"{token} {self._token(at + 1)}"):
            return False
        if word in OF_AUTHORS or ELIDED.match(token):
            # "Aus de Vries" or the epithet "Aus de": only an author follows a particle
            return False
        if token.endswith(".") and len(self.words) > 1 and not self._ends_sentence(at):
            return False
        # "Aus bus gray & Smith": the author lacks a capital
        joined = self._token(at + 1) in {"&", "et", "ex", "and"} and len(self.words) > 1
        return not (joined and self._token(at + 2)[:1].isupper())

    def _ends_sentence(self, at: int) -> bool:
        """Whether the full stop after a word is that of a sentence, not of an abbreviation."""
        word = self.tokens[at].rstrip(".")
        return at + 1 == len(self.tokens) and len(word) > 5 and word.isalpha() and word.islower()

    def _is_above_species(self, at: int) -> bool:
        """Whether a rank between genus and species follows, together with its name."""
        token = self._token(at)
        if token.strip(".").lower() not in ABOVE_SPECIES:
            return False
        if not GENUS.fullmatch(self._token(at + 1)):
            return False
        # "Aus series Gray & Smith" is a species and its authors
        return token.endswith(".") or self._token(at + 2) not in {"&", "et", "and"}

    def _is_rank(self, token: str, at: int) -> bool:
        plain = token.rstrip(".").lower()
        if plain not in RANKS or (len(plain) == 1 and token[0].isupper()):
            return False  # "V. Massena" is an author
        if plain in DOTTED and len(self.words) < 2 and not token.endswith("."):
            return False
        after = at + 1
        while self._token(after) in {"sp.", "×"}:
            after += 1
        word = self._tidy(self._token(after))
        if token.endswith(".") and GENUS.fullmatch(word) and LATIN_ENDING.search(word):
            word = word.lower()  # "var. Alba"
        return (
            bool(EPITHET.fullmatch(word))
            and word not in OF_AUTHORS
            and word.lower() not in QUALIFIERS
        )

    def _rest(self, tokens: list[str]) -> None:
        """Read the text after the epithets: authorship, later lower ranks, use of the name."""
        doubts = []
        while tokens and tokens[-1] in DOUBTED:
            doubts.append(tokens.pop())
        text = " ".join(tokens)
        use = USE.search(text)
        if use and not (use.start() < 2 and re.match(r"hort\.? ex\b", use.group())):
            self.qualifiers.append(use.group().split()[0])
            if DOUBTFUL_USE.match(use.group()):
                self.problems.append(Problem.UNCERTAIN)
            text = text[: use.start()].rstrip(" ,;[(")
        kept: list[str] = []
        # a final "+" is a mark, not a hybrid sign
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
        if kept:
            self._tail(" ".join(kept))

    def _tail(self, text: str) -> None:
        tail = read_tail(text, self.words)
        self.authorship, self.unread = tail.authorship, tail.unread
        self.problems += tail.problems
        if tail.epithet:
            self.words.append(tail.epithet)
            self.ranks.append("other")
