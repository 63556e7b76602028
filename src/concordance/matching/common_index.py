"""An index of common names: each name asked leads to every animal and group that it may mean."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from concordance.codes import CommonRule
from concordance.matching.common_groups import GroupWord, GroupWords
from concordance.names.common import CommonForm, common_form, head_of, plain
from concordance.records import CommonNameFact

#: most rows of the rules that only propose; what the others find is given whole
PROPOSALS: Final = 20
#: least share of the weight of the words that a proposal must have in common
_SHARED: Final = 0.4
_SHORTEST: Final = 5


class CommonCandidate(NamedTuple):
    """An animal or group that a common name may mean."""

    taxon: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str
    language: str
    common_name: str  #: as the source prints it
    source: str
    licence: str
    confidence: str
    rule: CommonRule
    strength: float  #: 0 to 1, an order and not a probability


class CommonIndex:
    """Common names of several sources, to be asked for many names.

    Parameters
    ----------
    facts : iterable of CommonNameFact
        In any order.
    """

    def __init__(self, facts: Iterable[CommonNameFact]) -> None:
        by_language: dict[str, list[CommonNameFact]] = defaultdict(list)
        for fact in sorted(set(facts)):
            by_language[fact.language].append(fact)
        self._languages = {code: _Language(code, rows) for code, rows in by_language.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the names in the index."""
        return tuple(self._languages)

    def candidates(self, name: str, languages: Sequence[str]) -> tuple[CommonCandidate, ...]:
        """Return what a name may mean, the strongest rule first.

        Rules that only propose are asked only where no name is the same.

        Parameters
        ----------
        name : str
        languages : sequence of str
            In the order in which candidates of one strength are given.

        Returns
        -------
        tuple of CommonCandidate
            One for each animal or group; all that bear the name, and at most `PROPOSALS` others.
        """
        asked = [
            (self._languages[code], common_form(name, code))
            for code in dict.fromkeys(languages)
            if code in self._languages
        ]
        asked = [(language, form) for language, form in asked if form.known]
        same = [c for language, form in asked for c in language.same(plain(name), form)]
        if same:
            return _one_each(same)
        groups = [c for language, form in asked for c in language.of_groups(form)]
        if groups:
            return _one_each(groups)
        near = [c for language, form in asked for c in language.proposals(form)]
        return _one_each(near)[:PROPOSALS]


class _Language:
    """The names of one language, by every form in which they are asked for."""

    def __init__(self, code: str, facts: Sequence[CommonNameFact]) -> None:
        self._code, self._facts = code, facts
        self._forms = [common_form(fact.name, code) for fact in facts]
        self._by_plain = _places(plain(fact.name) for fact in facts)
        self._by_joined = _places(form.joined for form in self._forms)
        self._by_sorted = _places(form.sorted for form in self._forms)
        self._by_word = {
            word: np.array(places, np.int32) for word, places in self._words().items()
        }
        count = len(facts)
        self._weight = {w: math.log(1 + count / len(p)) for w, p in self._by_word.items()}
        self._total = np.array([self._weight_of(form.words) for form in self._forms])
        known = [(form, fact) for form, fact in zip(self._forms, facts, strict=True) if form.known]
        self._groups = GroupWords((head_of(form.words, code), fact) for form, fact in known)
        self._heads = [head_of(f.words, code) if f.known else "" for f in self._forms]
        self._near = _NearWords(self._by_word)

    def _words(self) -> dict[str, list[int]]:
        words: dict[str, list[int]] = defaultdict(list)
        for place, form in enumerate(self._forms):
            for word in set(form.words):
                words[word].append(place)
        return words

    def _weight_of(self, words: Iterable[str]) -> float:
        rarest = math.log(1 + len(self._facts))
        return sum(self._weight.get(word, rarest) for word in set(words))

    def same(self, asked: str, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the taxa that bear the name, and those whose names have the same words."""
        exact = self._by_plain.get(asked, ())
        yield from (self._candidate(place, CommonRule.EXACT, 1.0) for place in exact)
        others = {*self._by_joined.get(form.joined, ()), *self._by_sorted.get(form.sorted, ())}
        for place in sorted(others - set(exact)):
            yield self._candidate(place, CommonRule.SAME_WORDS, 0.9)
        if exact or others:
            yield from self.of_groups(form)

    def of_groups(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the groups that a single word stands for."""
        if len(form.words) == 1:
            yield from map(self._of_group, self._groups[form.words[0]])

    def _of_group(self, word: GroupWord, strength: float = 0.8) -> CommonCandidate:
        fact = word.fact
        share = word.bearers / word.named
        return CommonCandidate(
            *word.group, self._code, fact.name, fact.source, fact.licence, fact.confidence,
            CommonRule.GROUP_WORD, round(strength * (0.5 + share / 2), 3),
        )  # fmt: skip

    def proposals(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield what the words of a name propose where no name is the same."""
        mended, rule = self._mended(form)
        words = [word for word in dict.fromkeys(mended.words) if word in self._by_word]
        if rule:
            for place in self._by_sorted.get(mended.sorted, ()):
                yield self._candidate(place, rule, 0.7)
        if not words:
            return
        yield from self._sharing(mended.words, words, rule)
        head = head_of(mended.words, self._code)
        for word in self._groups[head][:3]:
            yield self._of_group(word, 0.6)

    def _mended(self, form: CommonForm) -> tuple[CommonForm, CommonRule | None]:
        """Return the words with those that no name has read as the near ones that some have."""
        words = tuple(
            word if word in self._by_word else self._near.nearest(word) for word in form.words
        )
        if words == form.words:
            return form, None
        return CommonForm(words, "".join(words), " ".join(sorted(words))), CommonRule.NEAR_SPELLING

    def _sharing(
        self, asked: Sequence[str], words: Sequence[str], rule: CommonRule | None
    ) -> Iterator[CommonCandidate]:
        places = np.concatenate([self._by_word[word] for word in words])
        weights = np.repeat(
            [self._weight[word] for word in words], [len(self._by_word[word]) for word in words]
        )
        found, inverse = np.unique(places, return_inverse=True)
        common = np.bincount(inverse, weights)
        whole = self._weight_of(asked)
        union = whole + self._total[found] - common
        score = common / union
        contained = np.isclose(common, whole) | np.isclose(common, self._total[found])
        keep = np.flatnonzero(contained | (score >= _SHARED))
        best = keep[np.lexsort((found[keep], -score[keep], ~contained[keep]))][: 3 * PROPOSALS]
        head = head_of(tuple(asked), self._code)
        for at in best:
            place = int(found[at])
            yield self._weaker(place, float(score[at]), bool(contained[at]), head, rule)

    def _weaker(
        self, place: int, score: float, contained: bool, head: str, rule: CommonRule | None
    ) -> CommonCandidate:
        kind = CommonRule.WITHIN if contained else CommonRule.SHARED_WORDS
        strength = (0.3 if contained else 0.2) + 0.4 * score
        strength -= 0.0 if self._heads[place] == head else 0.15
        return self._candidate(place, rule or kind, round(strength, 3))

    def _candidate(self, place: int, rule: CommonRule, strength: float) -> CommonCandidate:
        fact = self._facts[place]
        return CommonCandidate(*fact[:6], *fact[6:], rule, strength)


class _NearWords:
    """Words of names by what is left of them without one letter."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= _SHORTEST - 1:
                for part in _shortened(word):
                    self._known[part].append(word)

    def nearest(self, word: str) -> str:
        """Return the known word nearest to one that is not known; itself where none is near."""
        if len(word) < _SHORTEST:
            return word
        near = {known for part in _shortened(word) for known in self._known.get(part, ())}
        best = min(((OSA.distance(word, known), known) for known in near), default=(2, word))
        return best[1] if best[0] <= 1 else word


def _shortened(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _places(keys: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return dict(places)


def _one_each(candidates: Sequence[CommonCandidate]) -> tuple[CommonCandidate, ...]:
    """Return the best candidate of each taxon; a form of a species with the name goes with it."""
    ordered = sorted(candidates, key=lambda c: -c.strength)
    best: dict[str, CommonCandidate] = {}
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for candidate in ordered:
        kept = best.setdefault(candidate.taxon, candidate)
        if kept.common_name == candidate.common_name and kept.language == candidate.language:
            sources[candidate.taxon].update(dict.fromkeys(candidate.source.split("|")))
    strongest = {taxon: c.strength for taxon, c in best.items()}
    return tuple(
        c._replace(source="|".join(sorted(sources[taxon])))
        for taxon, c in best.items()
        if taxon.count(" ") < 2
        or strongest.get(" ".join(taxon.split()[:2]), 0.0) < c.strength
    )


