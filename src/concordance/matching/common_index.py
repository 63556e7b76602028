"""An index of common names: each name leads to every animal and group that it may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from concordance.matching.common_candidate import CommonCandidate
from concordance.matching.common_groups import GroupWord, GroupWords
from concordance.matching.common_latin import LatinWords
from concordance.matching.common_sounds import Sounds
from concordance.matching.common_words import NearWords, SharedWords, Sharing
from concordance.names.common import (
    BEFORE_NOUN,
    PARTS,
    CommonForm,
    CommonRule,
    common_form,
    head_of,
    noun_of,
    plain,
)
from concordance.records import CommonNameFact

#: most rows from rules that only propose; rows from other rules are not limited
PROPOSALS: Final = 20
#: most groups that the noun of a name proposes
_FEW: Final = 3
#: confidence of a name that neither an official text nor a second source gives
_REPORTED: Final = "reported"
#: number of words in a name that leaves little doubt
_SPECIFIC: Final = 3
#: strength of a known name in a longer one that no source has
_MODIFIED: Final = 0.75
#: names with a word, above which it says nothing of the animal
_OFTEN: Final = 20


class CommonIndex:
    """Common names of several sources, for looking up many names.

    Parameters
    ----------
    facts : iterable of CommonNameFact
        In any order.
    nouns : iterable of CommonNameFact
        General words for groups ("grulla" for Gruidae), which only propose, for unknown names.
    """

    def __init__(
        self, facts: Iterable[CommonNameFact], nouns: Iterable[CommonNameFact] = ()
    ) -> None:
        self._nouns: defaultdict[tuple[str, str], list[CommonNameFact]] = defaultdict(list)
        for noun in nouns:
            form = common_form(noun.name, noun.language)
            self._nouns[noun.language, " ".join(form.words)].append(noun)
        by_language: dict[str, list[CommonNameFact]] = defaultdict(list)
        facts = set(facts)
        self._latin = LatinWords(facts)
        for fact in sorted(facts):
            by_language[fact.language].append(fact)
        self._languages = {code: _Language(code, rows) for code, rows in by_language.items()}
        self._sounds = Sounds(
            (code, word) for code, one in self._languages.items() for word in sorted(one.heads)
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the names in the index."""
        return tuple(self._languages)

    def candidates(self, name: str, languages: Sequence[str]) -> tuple[CommonCandidate, ...]:
        """Return the possible meanings of a name, strongest rule first.

        Rules that only propose are used only if no name is the same.

        Parameters
        ----------
        name : str
        languages : sequence of str
            In the order in which candidates of equal strength are returned.

        Returns
        -------
        tuple of CommonCandidate
            One for each animal or group: all that have the name, and at most `PROPOSALS` others.
        """
        asked = [
            (self._languages[code], common_form(name, code))
            for code in dict.fromkeys(languages)
            if code in self._languages
        ]
        asked = [(language, form) for language, form in asked if form.known]
        same = [c for language, form in asked for c in language.same(plain(name), form)]
        if same:
            elsewhere = _elsewhere(asked, same)
            return _one_each([*_wider(asked, same), *same, *_doubts(asked, same), *elsewhere])
        groups = [c for language, form in asked for c in language.of_groups(form)]
        if groups:
            return _one_each(groups)
        near = [c for language, form in asked for c in language.without_modifiers(form)]
        near += [c for language, form in asked for c in language.proposals(form)]
        near += [c for language, form in asked for c in self._of_latin(language.head(form))]
        near += [*self._of_nouns(asked), *self._of_other_languages(asked)]
        near += self._of_species(asked, frozenset(c.family or c.order for c in near))
        return _one_each(near)[:PROPOSALS]

    def _of_nouns(self, asked: Sequence[_Asked]) -> Iterator[CommonCandidate]:
        """Yield the groups of the general word with which a name begins, or that it is."""
        for language, form in asked:
            begins = (" ".join(form.words[:size]) for size in range(len(form.words), 0, -1))
            nouns = next(filter(None, (self._nouns.get((language.code, b)) for b in begins)), ())
            yield from (CommonCandidate(*noun, CommonRule.NOUN, 0.58) for noun in nouns)

    def _of_other_languages(self, asked: Sequence[_Asked]) -> Iterator[CommonCandidate]:
        """Yield the groups of the same noun in another language, or of one that sounds alike.

        Sound is ignored for a word that occurs in a name, even if not as its noun.
        """
        for language, form in asked:
            word = language.head(form)
            alike = () if word in language.heads else self._sounds.alike(word)
            known = alike and any(word in one.words for one in self._languages.values())
            for code, other in alike:
                if other == word or not known:
                    yield from self._languages[code].groups_for(other)

    def _of_species(
        self, asked: Sequence[_Asked], groups: frozenset[str]
    ) -> Iterator[CommonCandidate]:
        """Yield the few species whose last word is in the name: "de Przewalski"."""
        rare = [
            word
            for language, form in asked
            for word in form.words
            if len(language.names_with(word)) <= _OFTEN
        ]
        for word in dict.fromkeys(rare):
            for fact in self._latin.species(word):
                known = not groups.isdisjoint({fact.family, fact.order})
                yield CommonCandidate(*fact, CommonRule.GENUS_WORD, 0.59 if known else 0.5)

    def _of_latin(self, word: str) -> Iterator[CommonCandidate]:
        for group, fact in self._latin.groups(word):
            yield CommonCandidate(
                *group, "", group.taxon, fact.source, fact.licence, fact.confidence,
                CommonRule.GENUS_WORD, 0.57,
            )  # fmt: skip


class _Language:
    """The names of one language, by every form in which they are looked up."""

    def __init__(self, code: str, facts: Sequence[CommonNameFact]) -> None:
        self.code, self._facts = code, facts
        self._forms = [common_form(fact.name, code) for fact in facts]
        self._by_plain = _places(plain(fact.name) for fact in facts)
        self._by_joined = _places(form.joined for form in self._forms)
        self._by_sorted = _places(form.sorted for form in self._forms)
        self._shared = SharedWords([form.words for form in self._forms])
        known = [(form, fact) for form, fact in zip(self._forms, facts, strict=True) if form.known]
        self._groups = GroupWords((noun_of(form.words, code), fact) for form, fact in known)
        self._heads = [noun_of(f.words, code) if f.known else "" for f in self._forms]
        self.heads = frozenset(self._heads) - {""}
        self.words = self._shared.known
        self._near = NearWords(self._shared.known)
        self._proposed: dict[str, tuple[CommonCandidate, ...]] = {}

    def head(self, form: CommonForm) -> str:
        """Return the noun of a name."""
        noun = noun_of(form.words, self.code)
        return noun if noun in self.heads else head_of(form.words, self.code)

    def names_with(self, word: str) -> Sequence[int]:
        """Return the positions of the names with a word."""
        return self._shared.places(word)

    def same(self, asked: str, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the taxa with the name, and others that it may also mean."""
        exact = self._by_plain.get(asked, ())
        others = {*self._by_joined.get(form.joined, ()), *self._by_sorted.get(form.sorted, ())}
        for place in exact:
            yield self._candidate(place, CommonRule.EXACT, 1.0)
        for place in sorted(others - set(exact)):
            if self._forms[place].plural == form.plural:
                yield self._candidate(place, CommonRule.SAME_WORDS, 0.9)
            else:
                yield self._candidate(place, CommonRule.NUMBER, 0.85)
        taxa = {self._facts[place].taxon for place in (*exact, *others)}
        if taxa:
            yield from self._as_well(form, taxa)

    def doubts(self, form: CommonForm, taxa: Collection[str]) -> Iterator[CommonCandidate]:
        """Yield other meanings of a name that only one source gives to one animal."""
        if len(form.words) > 1:
            yield from self._longer(form, taxa)

    def _as_well(self, form: CommonForm, taxa: Collection[str]) -> Iterator[CommonCandidate]:
        """Yield groups of several species with the name, and names with one additional word."""
        if len(form.words) >= _SPECIFIC:
            yield from self._longer(form, ())
        elif len(form.words) == 1:
            yield from self._groups_of(form.words[0], taxa)

    def _longer(self, form: CommonForm, taxa: Collection[str]) -> Iterator[CommonCandidate]:
        """Yield names of other taxa with the same words and one more between them."""
        rarest = min(set(form.words), key=lambda w: (len(self._shared.places(w)), w))
        for place in self._shared.places(rarest):
            words = self._forms[place].words
            if (
                len(words) == len(form.words) + 1
                and (words[0], words[-1]) == (form.words[0], form.words[-1])
                and set(form.words) < set(words)
                and self._facts[place].taxon not in taxa
            ):
                yield self._candidate(place, CommonRule.WITHIN, 0.6)

    def _groups_of(self, word: str, taxa: Collection[str]) -> Iterator[CommonCandidate]:
        """Yield the groups of a word that is the noun of other names or the name of a group."""
        several = self._groups.others(word, taxa)
        groups = [one for one in self._groups[word] if several or one.fact.taxon == one.group.taxon]
        if several and not groups:
            groups = list(self._groups.genera(word)[:_FEW])
        yield from map(self._of_group, groups)

    def of_groups(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the groups that a single word stands for."""
        if len(form.words) == 1:
            word = form.words[0]
            words = self._groups.main(word) + self._groups[word]
            if words:
                words += self._groups.families(word)[:_FEW] + self._groups.orders(word)
            yield from map(self._of_group, words)

    def _of_group(self, word: GroupWord) -> CommonCandidate:
        fact = word.fact
        return CommonCandidate(
            *word.group, self.code, fact.name, fact.source, fact.licence, fact.confidence,
            CommonRule.GROUP_WORD, round(0.4 + 0.4 * word.fit, 3),
        )  # fmt: skip

    def proposals(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield proposals from the words of a name, for a name that does not occur as such."""
        mended, rule = self._mended(form)
        if rule:
            for place in self._by_sorted.get(mended.sorted, ()):
                yield self._candidate(place, rule, 0.7)
        head = self.head(mended)
        shared = self._shared.sharing(mended.words, 3 * PROPOSALS)
        sharing = [self._weaker(one, head, rule) for one in shared]
        yield from sharing
        yield from _genera_of(sharing)
        if not self._shared.known.isdisjoint(mended.words):
            yield from self.groups_for(head)

    def without_modifiers(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the one taxon of a name in a longer one: "Bengal tiger", "tiger bone".

        Only where no known name has all the words: "sea lion" is not a lion.
        """
        if len(form.words) > 1 and not any(
            set(form.words) <= set(w) for w in self._words_with(form)
        ):
            for words in self._shorter(form.words):
                places = self._by_sorted.get(" ".join(sorted(words)), ())
                if places:
                    if len({self._facts[place].taxon for place in places}) == 1:
                        yield self._candidate(places[0], CommonRule.WITHIN, _MODIFIED)
                    return

    def _shorter(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield the words without those around the noun, the longest first."""
        for size in range(len(words) - 1, 0, -1):
            first, last = words[:size], words[-size:]
            head = first if self.code in ("fr", "es") else last
            if head_of(head, self.code) not in BEFORE_NOUN:
                yield head
            if head is last and self._shared.known.isdisjoint(words[size:]) | (words[-1] in PARTS):
                yield first

    def _words_with(self, form: CommonForm) -> list[tuple[str, ...]]:
        """Return the words of the names with the rarest word of a name."""
        rarest = min(form.words, key=lambda w: (len(self._shared.places(w)), w))
        return [self._forms[place].words for place in self._shared.places(rarest)]

    def holding(self, form: CommonForm) -> Iterator[CommonCandidate]:
        """Yield the group that includes all taxa with a single word."""
        if len(form.words) == 1:
            for word in self._groups.holding(form.words[0]):
                yield self._of_group(word)

    def groups_for(self, head: str) -> tuple[CommonCandidate, ...]:
        """Return the groups that the noun of a name suggests, most likely first."""
        if head not in self._proposed:
            main, families = self._groups.main(head), self._groups.families(head)
            words = (
                *(main or families[:1]), *self._groups.holding(head), *self._groups[head][:_FEW],
                *self._groups.genera(head)[:_FEW], *families[:_FEW],
                *self._groups.orders(head),
            )  # fmt: skip
            self._proposed[head] = tuple(
                self._of_group(word)._replace(strength=round(0.56 - 0.02 * place, 3))
                for place, word in enumerate(words)
            )
        return self._proposed[head]

    def _mended(self, form: CommonForm) -> tuple[CommonForm, CommonRule | None]:
        """Return the words, with unknown words replaced by similar known ones."""
        known = self._shared.known
        words = tuple([word if word in known else self._near.nearest(word) for word in form.words])
        if words == form.words:
            return form, None
        return CommonForm(
            words, "".join(words), " ".join(sorted(words)), form.plural
        ), CommonRule.NEAR_SPELLING

    def _weaker(self, one: Sharing, head: str, rule: CommonRule | None) -> CommonCandidate:
        kind = CommonRule.WITHIN if one.contained else CommonRule.SHARED_WORDS
        strength = 0.3 + 0.4 * one.score
        strength -= 0.0 if self._heads[one.place] == head else 0.15
        return self._candidate(one.place, rule or kind, round(strength, 3))

    def _candidate(self, place: int, rule: CommonRule, strength: float) -> CommonCandidate:
        fact = self._facts[place]
        return CommonCandidate(*fact, rule, strength)


#: a language, and the name in the forms compared in it
_Asked = tuple[_Language, CommonForm]


def _doubts(asked: Sequence[_Asked], same: Sequence[CommonCandidate]) -> Iterator[CommonCandidate]:
    """Yield other meanings of a name that only reports of one kind give to one animal."""
    taxa = {candidate.taxon for candidate in same}
    if len(taxa) == 1 and {candidate.confidence for candidate in same} == {_REPORTED}:
        for language, form in asked:
            yield from language.doubts(form, taxa)


def _elsewhere(
    asked: Sequence[_Asked], same: Sequence[CommonCandidate]
) -> Iterator[CommonCandidate]:
    """Yield the groups of a single word in languages in which no taxon bears it: "gavilán"."""
    languages = {candidate.language for candidate in same}
    for language, form in asked:
        if language.code not in languages and len(form.words) == 1:
            yield from language.of_groups(form)


def _wider(asked: Sequence[_Asked], same: Sequence[CommonCandidate]) -> Iterator[CommonCandidate]:
    """Yield the group that includes several groups with one name, before these groups."""
    taxa = {candidate.taxon for candidate in same}
    if len(taxa) > _FEW and not any(candidate.decides for candidate in same):
        strongest = max(candidate.strength for candidate in same)
        for language, form in asked:
            for word in language.holding(form):
                yield word._replace(strength=strongest)


def _genera_of(sharing: Sequence[CommonCandidate]) -> Iterator[CommonCandidate]:
    """Yield the genera of the species whose names share the most words."""
    species = [c for c in sharing if " " in c.taxon and c.rule is not CommonRule.WITHIN]
    for one in species[:_FEW]:
        genus = one.taxon.split()[0]
        yield one._replace(taxon=genus, rank="genus", strength=round(one.strength - 0.02, 3))


def _places(keys: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return dict(places)


def _one_each(candidates: Sequence[CommonCandidate]) -> tuple[CommonCandidate, ...]:
    """Return the best candidate of each taxon, without forms of a species that has the name."""
    best: dict[str, CommonCandidate] = {}
    sources: dict[str, set[str]] = {}
    for candidate in sorted(candidates, key=_weakness):
        taxon = candidate.taxon
        kept = best.get(taxon)
        if kept is None:
            best[taxon] = candidate
        elif kept[6:8] == candidate[6:8]:  # another source of the name in the language
            own = sources.setdefault(taxon, set(kept.source.split("|")))
            own.update(candidate.source.split("|"))
    for taxon, own in sources.items():
        best[taxon] = best[taxon]._replace(source="|".join(sorted(own)))
    return tuple([c for taxon, c in best.items() if taxon.count(" ") < 2 or _is_best(c, best)])


def _weakness(candidate: CommonCandidate) -> float:
    return -candidate.strength


def _is_best(candidate: CommonCandidate, best: Mapping[str, CommonCandidate]) -> bool:
    """Return whether the species of a form does not have the name itself."""
    species = best.get(" ".join(candidate.taxon.split()[:2]))
    return species is None or species.strength < candidate.strength
