"""The answers of all lists for one name in a few lines: each Appendix, and the key remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from concordance.codes import MatchStatus
from concordance.lookups.reasons import Reason
from concordance.matching.answer import enumerated

#: text for a list without an Appendix, by the status of the name
_NO_APPENDIX: Final[Mapping[str, str]] = {
    MatchStatus.MATCHED: "not listed",
    MatchStatus.EXCLUDED: "not listed: excluded by an entry",
    MatchStatus.LISTED_IN_PART: "only a part of it is listed",
    MatchStatus.NOT_FOUND: "not listed under this name",
    MatchStatus.AMBIGUOUS: "uncertain: the name has several meanings",
    MatchStatus.PROPOSED: "uncertain: only a similar name is known",
    MatchStatus.AUTHOR_DIFFERS: "uncertain: the author is different",
    MatchStatus.CONTEXT_DIFFERS: "uncertain: the name is known in another group",
    MatchStatus.UNCERTAIN_NAME: "uncertain: the name as written is ambiguous",
    MatchStatus.NOT_A_NAME: "not recognised as a scientific name",
    "before_data": "no data for that day",
    "after_data": "no data for that day",
    "one_day_list": "the list is for another day",
    "date_unreadable": "the date cannot be read",
    "date_missing": "the date is missing",
}
#: text for a name that may not be a scientific name; it must not read as "not listed"
_UNKNOWN: Final = "not known: neither this name nor its genus is in the data"
_HOW: Final[Mapping[str, str]] = {
    "own_entry": "", "species": " through its species", "subspecies": " in part",
    "population": " in part",
}  # fmt: skip
#: entries that a line names at most
_MOST_NAMED: Final = 6
#: a row of the table of answers
Row = Mapping[str, str | None]


def looked_up_text(row: Row, keys: Sequence[str]) -> str:
    """Return the answers for one name in words: one line for each list, then key remarks.

    Parameters
    ----------
    row : mapping
        A row of `lookup`.
    keys : sequence of str
        Keys of the lists.

    Returns
    -------
    str
    """
    name, query = row["name"], row["query"]
    title = query if name in (None, query) else f"{query}: {name}"
    width = max(len(key) for key in keys)
    lines = [f"  {key.upper():{width}}  {_list_words(row, key)}" for key in keys]
    return "\n".join([title or "(blank)", *lines, *(f"  {words}" for words in _matters(row, keys))])


def _list_words(row: Row, key: str) -> str:
    appendix = row[f"{key}_appendix"]
    status = row[f"{key}_status"] or ""
    if not appendix:
        if status == MatchStatus.NOT_FOUND and Reason.UNKNOWN_NAME in (row["reason_codes"] or ""):
            return _UNKNOWN
        return _NO_APPENDIX.get(status, status.replace("_", " "))
    entries = (row[f"{key}_listed_as"] or "").split("|")
    how = (row[f"{key}_listed_how"] or "").split("|")
    named = enumerated(entries, _MOST_NAMED)
    parts = [f"Appendix {appendix.replace('|', ' or ')}, listed as {named}"]
    is_species = " " in (row["name"] or row["query"] or "")
    if not is_species and len(entries) > 1:
        return parts[0]  # days and limits are those of its members
    if groups := [one for one in how if one not in _HOW]:
        parts[0] += f" (its {' and '.join(groups)})"
    since = [day for day in (row[f"{key}_listed_from"] or "").split("|") if day != "?"]
    if since and len(since) == len(how):
        parts.append(f"from {' and '.join(since)}")
    limits = [words for words in (row[f"{key}_scope"] or "").split("|") if words]
    if is_species:  # exceptions of a group do not limit a species
        limits = [words for words in limits if not _LEFT_OUT.search(words)]
    if limits:
        parts.append("; ".join(limits))
    return ", ".join(parts)


def _matters(row: Row, keys: Sequence[str]) -> list[str]:
    """The most important remarks: on a doubt, a day, a country or a name; may be empty."""
    evidence = row["evidence"] or ""
    if sentences := [words for words in _SENTENCE.split(evidence) if _TELLING.search(words)]:
        return [f"{words.rstrip('.')}." for words in dict.fromkeys(sentences)]
    unsure = [key for key in keys if row[f"{key}_status"] not in _SURE]
    if unsure and not any(row[f"{key}_appendix"] for key in keys):
        return [evidence]
    names = {key: row[f"{key}_name"] for key in keys if row[f"{key}_name"]}
    if len(set(names.values())) > 1:
        used = " and ".join(f"{key.upper()} uses {name}" for key, name in names.items())
        return [f"{used}."]
    if row["split_to"]:
        return [f"Since split into {row['split_to'].replace('|', ', ')}."]
    return []


#: end of a sentence of the evidence, but not after an abbreviated genus
_SENTENCE: Final = re.compile(r"(?:(?<=[\w)]{2})|(?<= I))\. (?=[A-Z0-9])")
#: sentences on days, countries and parts
_TELLING: Final = re.compile(
    r"\bFrom [\d-]{10} on: |\bexcepts\b| is in [^.]+ Appendix |"
    r"changed in the (?:year|month)|on no day of|data begins|data ends|list of one day|"
    r"does not decide|country of origin decides|"
    r": not listed;|stands for|is not known; expected|cannot be read|is missing|lists only part|"
    r"common name|known in the package|edits? from|similar to|is a separate species|The parents:|"
    r"previous four"
)
#: exceptions of an entry for a group
_LEFT_OUT: Final = re.compile(r": (?:#\d+; )?except (?:the )?Appendix")
_SURE: Final = frozenset({MatchStatus.MATCHED.value, MatchStatus.NOT_FOUND.value})
