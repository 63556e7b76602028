"""An index of common names: each name asked leads to every animal and group that it may mean."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from concordance.matching.common_groups import Group, GroupWord, GroupWords, groups_of
from concordance.names.common import CommonForm, CommonRule, common_form, head_of, plain
from concordance.records import CommonNameFact

#: most rows of the rules that only propose; what the others find is given whole
PROPOSALS: Final = 20
#: least share of the weight of the words that a proposal must have in common
_SHARED: Final = 0.4
#: groups that the noun of a name proposes
_FEW: Final = 3
#: shortest word in which an error is mended
_SHORTEST: Final = 5
#: words of a name that leaves little doubt, so that one word more is a doubt
_SPECIFIC: Final = 3
#: species with a word for it to be that of their group beside a name of one animal
_SEVERAL: Final = 3


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

    @property
    def decides(self) -> bool:
        """Whether it is an answer where it stands alone; names of groups only propose."""
        return self.rule.decides and " " in self.taxon


def only_answer(candidates: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """Return the animal that a name means where there is one only and it is sure.

    Parameters
    ----------
    candidates : sequence of CommonCandidate
        Of one name, as `CommonIndex.candidates` returns them.

    Returns
    -------
    CommonCandidate or None
    """
    alone = len(candidates) == 1 and candidates[0].decides
    return candidates[0] if alone else None


class CommonIndex:
    """Common names of several sources, to be asked for many names.

    Parameters
    ----------
    facts : iterable of CommonNameFact
        In any order.
    """

    def __init__(self, facts: Iterable[CommonNameFact]) -> None:
        by_language: dict[str, list[CommonNameFact]] = defaultdict(list)
        facts = set(facts)
        self._latin = _LatinWords(facts)
        for fact in sorted(facts):
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
        near += [c for language, form in asked for c in self._latin.candidates(language.head(form))]
        return _one_each(near)[:PROPOSALS]


class _Language:
    """The names of one language, by every form in which they are asked for."""

    def __init__(self, code: str, facts: Sequence[CommonNameFact]) -> None:
        self._code, self._facts = code, facts
        self._forms = [common_form(fact.name, code) for fact in facts]
        self._by_plain = _places(plain(fact.name) for fact in facts)
        self._by_joined = _places(form.joined for form in self._forms)
        self._by_sorted = _places(form.sorted for form in self._forms)
        self._by_word = {word: np.array(places, np.int32) for word, places in self._words().items()}
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

    def head(self, form: CommonForm) -> str:
        """Return the noun of a name."""
        return head_of(form.words, self._code)

    def same(self, asked: str, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the taxa that bear the name, and others that it may mean as well."""
        exact = self._by_plain.get(asked, ())
        others = {*self._by_joined.get(form.joined, ()), *self._by_sorted.get(form.sorted, ())}
        for place in exact:
            yield self._candidate(place, CommonRule.EXACT, 1.0)
        for place in sorted(others - set(exact)):
            if self._forms[place].plural == form.plural:
                yield self._candidate(place, CommonRule.SAME_WORDS, 0.9)
            else:
                yield self._candidate(place, CommonRule.NUMBER, 0.85)
        if exact or others:
            yield from self._as_well(form)

    def _as_well(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield groups of several species with the name, and names with a word more inside."""
        yield from self._groups_of(form)
        if len(form.words) < _SPECIFIC:
            return
        rarest = min(set(form.words), key=lambda w: len(self._by_word.get(w, ())))
        for place in self._by_word.get(rarest, ()):
            words = self._forms[place].words
            if (
                len(words) == len(form.words) + 1
                and (words[0], words[-1]) == (form.words[0], form.words[-1])
                and set(form.words) < set(words)
            ):
                yield self._candidate(place, CommonRule.WITHIN, 0.6)

    def _groups_of(self, form: CommonForm) -> Iterator[CommonCandidate]:
        if len(form.words) == 1:
            for word in self._groups[form.words[0]]:
                if word.bearers >= _SEVERAL or word.fact.taxon == word.group.taxon:
                    yield self._of_group(word)

    def of_groups(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the groups that a single word stands for."""
        if len(form.words) == 1:
            words = self._groups.main(form.words[0]) + self._groups[form.words[0]]
            yield from map(self._of_group, words)

    def _of_group(self, word: GroupWord) -> CommonCandidate:
        fact = word.fact
        share = word.bearers / word.named
        return CommonCandidate(
            *word.group, self._code, fact.name, fact.source, fact.licence, fact.confidence,
            CommonRule.GROUP_WORD, round(0.4 + 0.4 * share, 3),
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
        sharing = list(self._sharing(mended.words, words, rule))
        yield from sharing
        yield from _genera_of(sharing)
        yield from self._groups_for(head_of(mended.words, self._code))

    def _groups_for(self, head: str) -> Iterator[CommonCandidate]:
        """Yield the groups that the noun of a name proposes, the likeliest first."""
        words = (
            self._groups.main(head) + self._groups[head][:_FEW] + self._groups.genera(head)[:_FEW]
        )
        for place, word in enumerate(words):
            yield self._of_group(word)._replace(strength=round(0.56 - 0.02 * place, 3))

    def _mended(self, form: CommonForm) -> tuple[CommonForm, CommonRule | None]:
        """Return the words with those that no name has read as the near ones that some have."""
        words = tuple(
            word if word in self._by_word else self._near.nearest(word) for word in form.words
        )
        if words == form.words:
            return form, None
        return CommonForm(
            words, "".join(words), " ".join(sorted(words)), form.plural
        ), CommonRule.NEAR_SPELLING

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
        strength = 0.3 + 0.4 * score
        strength -= 0.0 if self._heads[place] == head else 0.15
        return self._candidate(place, rule or kind, round(strength, 3))

    def _candidate(self, place: int, rule: CommonRule, strength: float) -> CommonCandidate:
        fact = self._facts[place]
        return CommonCandidate(*fact[:6], *fact[6:], rule, strength)


def _genera_of(sharing: Sequence[CommonCandidate]) -> Iterator[CommonCandidate]:
    """Yield the genera of the species whose names share most words."""
    species = [c for c in sharing if " " in c.taxon and c.rule is not CommonRule.WITHIN]
    for one in species[:_FEW]:
        genus = one.taxon.split()[0]
        yield one._replace(taxon=genus, rank="genus", strength=round(one.strength - 0.02, 3))


class _LatinWords:
    """Groups by their scientific names without the endings: *Heloderma*, "hélodermes"."""

    def __init__(self, facts: Iterable[CommonNameFact]) -> None:
        self._groups: dict[str, dict[Group, CommonNameFact]] = defaultdict(dict)
        for fact in sorted(facts):
            for group in groups_of(fact):
                self._groups[_latin_stem(group.taxon.casefold())].setdefault(group, fact)

    def candidates(self, word: str) -> Iterator[CommonCandidate]:
        """Yield the groups whose scientific names a word comes from."""
        stem = _latin_stem(word)
        if len(stem) >= _SHORTEST - 1:
            for group, fact in self._groups.get(stem, {}).items():
                yield CommonCandidate(
                    *group, "", group.taxon, fact.source, fact.licence, fact.confidence,
                    CommonRule.GENUS_WORD, 0.57,
                )  # fmt: skip


def _latin_stem(word: str) -> str:
    return re.sub(r"(?:idae|inae|iformes|us|is|um|as|es|os|on|ops|a|e|i|o|s|x)$", "", word)


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
        if taxon.count(" ") < 2 or strongest.get(" ".join(taxon.split()[:2]), 0.0) < c.strength
    )
