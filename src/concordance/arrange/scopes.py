"""The scope of an entry in legal wording, built from its mode, countries and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from concordance.codes import Scope, ScopeMode
from concordance.records import Entry

#: words in a note that show the countries are the excluded ones
_SAYS_EXCEPT: Final = ("except", "all populations")


def scope_text(entry: Entry, countries: Mapping[str, str]) -> str:
    """Return the limits of an entry in words; blank if it covers the whole taxon.

    Parameters
    ----------
    entry : Entry
        An entry in the data.
    countries : mapping of ISO 3166 code to name

    Returns
    -------
    str

    Examples
    --------
    >>> from concordance.codes import Scope, ScopeMode
    >>> cheetah = Entry("1", "", "Acinonyx jubatus", "species", "I", Scope.POPULATION,
    ...                 "populations of Botswana and Namibia", ("BW", "NA"), ScopeMode.EXCEPT)
    >>> scope_text(cheetah, {"BW": "Botswana", "NA": "Namibia"})
    'all populations except those of Botswana and Namibia'
    """
    if entry.scope is Scope.MIGRATORY_MEMBERS:
        note = entry.scope_note
        return "migratory members" + (f" of {note}" if note else "")
    if entry.scope is not Scope.POPULATION or not entry.scope_countries:
        return _negated(entry) if entry.scope is Scope.POPULATION else entry.scope_note
    names = [countries.get(code, code) for code in entry.scope_countries]
    if "(" in entry.scope_note or any(_part_of(name, entry.scope_note) for name in names):
        return _negated(entry)
    named = listed(names)
    if entry.scope_mode is ScopeMode.EXCEPT:
        text = f"all populations except those of {named}"
    else:
        several = len(entry.scope_countries) > 1
        text = f"population{'s' if several else ''} of {named} only"
    _, _, further = entry.scope_note.partition(";")
    return f"{text}; {further.strip()}" if further else text


def _part_of(country: str, note: str) -> bool:
    """Whether a note means a part of a country, such as "West Greenland"."""
    return re.search(rf"(?:North|South|East|West)\w* {re.escape(country)}", note) is not None


def _negated(entry: Entry) -> str:
    """The note, worded as an exclusion if the mode is one."""
    note = entry.scope_note
    if entry.scope_mode is ScopeMode.EXCEPT and not note.startswith(_SAYS_EXCEPT):
        return f"all populations except: {note}"
    return note


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence.

    Examples
    --------
    >>> listed(["India", "Nepal", "Pakistan"])
    'India, Nepal and Pakistan'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
