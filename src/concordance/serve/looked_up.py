"""The address ``/lookup``: answers of `Concordance.lookup` as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from concordance.about import DISCLAIMER
from concordance.concordance import Concordance
from concordance.lookups.ask import Question, ask, desk_of
from concordance.names.common import LANGUAGES
from concordance.schema import rows
from concordance.serve.asked import LONGEST_TEXT, RequestError, kind_of, read_json

KEY: Final = "lookup"
#: most names in one request
MOST_NAMES: Final = 1_000
#: most fields in one form: a name, a date and a country each, and the other fields
MOST_FIELDS: Final = 3 * MOST_NAMES + 10
#: fields of a form, and their names in JSON
FIELDS: Final = {
    "name": "names", "date": "dates", "country": "countries", "language": "languages", "how": "how",
}  # fmt: skip
_HOW: Final = ("best", "all")


class LookupAsked(NamedTuple):
    """The arguments of `lookup`, checked."""

    names: Sequence[str]
    question: Question


def read_form(given: Mapping[str, Sequence[str]]) -> LookupAsked:
    """Return the `lookup` arguments given in the fields of a form or an address.

    Parameters
    ----------
    given : mapping of field to its values
        ``name``, repeatable; ``date`` and ``country``, once or once for each name;
        ``language``, repeatable; ``how``.

    Returns
    -------
    LookupAsked

    Raises
    ------
    RequestError
        Lists every problem.
    """
    problems = _unknown(given, FIELDS)
    values: dict[str, Any] = {FIELDS[key]: list(of) for key, of in given.items() if key in FIELDS}
    for key in ("dates", "countries", "how"):
        if len(values.get(key, ())) == 1:
            values[key] = values[key][0] or None
    return _checked(values, {long: short for short, long in FIELDS.items()}, problems)


def read_object(text: str) -> LookupAsked:
    """Return the `lookup` arguments given in a JSON object, by their names.

    Raises
    ------
    RequestError
        Lists every problem.
    """
    values = read_json(text, "the body")
    if not isinstance(values, dict):
        raise RequestError([f"the body is {kind_of(values)}; expected an object with names"])
    names = list(FIELDS.values())
    values = {k: [v] if k in ("names", "languages") and isinstance(v, str) else v
              for k, v in values.items()}  # fmt: skip
    return _checked(values, dict(zip(names, names, strict=True)), _unknown(values, names))


def _unknown(given: Mapping[str, Any], expected: Any) -> list[str]:
    unknown = sorted(set(given) - set(expected))
    if not unknown:
        return []
    return [f"unknown field {', '.join(unknown)[:100]}; expected {', '.join(expected)}"]


def _checked(
    values: Mapping[str, Any], called: Mapping[str, str], problems: list[str]
) -> LookupAsked:
    """The arguments; problems name each field as the client wrote it."""
    names = values.get("names") or []
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        problems.append(f"{called['names']}: expected text or a list of texts")
        names = []
    elif not names:
        problems.append(f"{called['names']} is missing; give one name or several")
    if len(names) > MOST_NAMES:
        raise RequestError([f"{len(names)} names; send at most {MOST_NAMES:,} at once"], 413)
    problems += [
        f"{called['names']} {number}: {len(name)} letters; send at most {LONGEST_TEXT:,}"
        for number, name in enumerate(names, 1)
        if len(name) > LONGEST_TEXT
    ]
    question = Question(
        _beside(values, "dates", called, _is_date, problems),
        _beside(values, "countries", called, _is_text, problems),
        None,
        _languages(values, called, problems),
        values.get("how") or _HOW[0],
    )
    if question.how not in _HOW:
        problems.append(f"how is {str(question.how)[:20]!r}; expected {' or '.join(_HOW)}")
    if problems:
        raise RequestError(problems)
    return LookupAsked(names, question)


def _beside(
    values: Mapping[str, Any],
    key: str,
    called: Mapping[str, str],
    is_right: Callable[[object], bool],
    problems: list[str],
) -> Any:
    """One value for all names, or a list with one for each; None if none is given."""
    given = values.get(key)
    cells = given if isinstance(given, list) else [given]
    if not all(map(is_right, cells)):
        wrong = next(number for number, cell in enumerate(cells, 1) if not is_right(cell))
        expected = "a year, month or day (YYYY-MM-DD)" if key == "dates" else "a code or a name"
        problems.append(
            f"{called[key]} {wrong} is {kind_of(cells[wrong - 1])}; expected {expected}"
        )
    names = values.get("names")
    asked = len(names) if isinstance(names, list) else 0
    if isinstance(given, list) and len(given) != asked:
        problems.append(
            f"{called[key]} has {len(given)} values for {asked} names; give one, or one for each"
        )
    return given


def _is_text(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and len(cell) <= LONGEST_TEXT)


def _is_date(cell: object) -> bool:
    return _is_text(cell) or (isinstance(cell, int | float) and not isinstance(cell, bool))


def _languages(
    values: Mapping[str, Any], called: Mapping[str, str], problems: list[str]
) -> Sequence[str]:
    given = values.get("languages", list(LANGUAGES))
    if isinstance(given, list) and all(one in LANGUAGES for one in given):
        return given
    problems.append(f"{called['languages']}: expected any of {', '.join(LANGUAGES)}")
    return LANGUAGES


def looked_up(con: Concordance, asked: LookupAsked) -> dict[str, Any]:
    """Return the answers of a concordance and the lists they come from.

    Parameters
    ----------
    con : Concordance
    asked : LookupAsked

    Returns
    -------
    dict
        ``rows`` has the columns `columns.lookup_columns` and ``row``, the position of the name
        (from 0); ``lists`` has the key, name and day of each list.
    """
    table = ask(desk_of(con.lists, con.rows), asked.names, asked.question)
    return {
        "rows": [
            {"row": place, **row}
            for place, row in zip(table.index.tolist(), rows(table), strict=True)
        ],
        "lists": [
            {"key": one.key, "name": one.source.name, "as_of": one.source.as_of}
            for one in con.lists
        ],
        "disclaimer": DISCLAIMER,
    }
