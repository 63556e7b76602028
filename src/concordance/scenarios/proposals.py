"""What proposals to list animals would meet on the other side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from concordance.errors import ConcordanceError
from concordance.scenarios.answer import ADOPTED, DIVIDED, LUMPED, PROPOSED, REPLACED, WhatIf
from concordance.schema import to_frame

_APPENDICES: Final = ("I", "II", "III")


def propose(
    proposals: Iterable[tuple[str, str, str]],
    today: Mapping[tuple[str, str], tuple[str | None, str | None]],
    keys: tuple[str, str],
) -> WhatIf:
    """Return what proposals to list animals would meet on the other side.

    Parameters
    ----------
    proposals : iterable of (name, side, Appendix)
    today : mapping of (name, side) to (name there, entries there)
        What each side knows and lists today; None where nothing.
    keys : pair of str

    Returns
    -------
    WhatIf
        ``proposals`` in the order given; the other tables are empty.

    Raises
    ------
    ConcordanceError
        If a side or an Appendix is not known, all of them at once.
    """
    given = list(proposals)
    problems = [
        f"{name}: side is {side!r} and Appendix {appendix!r}; expected "
        f"{' or '.join(k.upper() for k in keys)}, and {' or '.join(_allowed(side))}"
        for name, side, appendix in given
        if side.lower() not in keys or appendix not in _allowed(side)
    ]
    if not given:
        problems.append("no proposal is given; expected (name, side, Appendix)")
    if problems:
        raise ConcordanceError("; ".join(problems))
    data: dict[str, list[object]] = {c.name: [] for c in PROPOSED}
    for name, side, appendix in given:
        for column, value in zip(data, _row(name, side.lower(), appendix, today, keys),
                                 strict=True):  # fmt: skip
            data[column].append(value)

    return WhatIf(
        table=to_frame({c.name: [] for c in ADOPTED}, ADOPTED),
        replacements=to_frame({c.name: [] for c in REPLACED}, REPLACED),
        lumps=to_frame({c.name: [] for c in LUMPED}, LUMPED),
        splits=to_frame({c.name: [] for c in DIVIDED}, DIVIDED),
        proposals=to_frame(data, PROPOSED),
    )


def _allowed(side: str) -> tuple[str, ...]:
    """Appendices of a Convention: CMS has two (its Articles III and IV)."""
    return _APPENDICES[:2] if side.lower() == "cms" else _APPENDICES


def _row(
    name: str,
    key: str,
    appendix: str,
    today: Mapping[tuple[str, str], tuple[str | None, str | None]],
    keys: tuple[str, str],
) -> tuple[str | None, ...]:
    other = keys[1 - keys.index(key)]
    own_name, own = today[name, key]
    there, entries = today[name, other]
    label = other.upper()
    if entries is None:
        note = f"no entry of {label} covers it, as far as names tell."
    elif there is None:
        note = f"{label} does not print the name; an entry for its group may cover it: {entries}."
    elif there != name:
        note = f"{label} lists it as {there}: the joint list would carry two names."
    else:
        note = f"{label} lists it too: {entries}."
    if own is not None:
        note += f" {key.upper()} lists it already as {own_name or 'part of a group'}: {own}."
    proposed = f"{appendix} as {name} (proposed)"
    ends = {
        key: f"{proposed}; today {own}" if own else proposed,
        other: (entries or "not listed") if there in (name, None) else f"{entries} [{there}]",
    }
    joint = "; ".join(f"{k.upper()}: {ends[k]}" for k in keys)
    return name, key.upper(), appendix, own, there, entries, joint, f"Draft: {note}"
