"""Former country codes, which older exports still contain.

Exports bring the current codes, and country names are never compared, so a library of all
countries is not needed.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

#: former ISO 3166-1 code -> current codes; several where the country was divided
FORMER: Final[dict[str, frozenset[str]]] = {
    code: frozenset(now.split())
    for code, now in {
        "AN": "BQ CW SX",  # Netherlands Antilles, to 2010
        "BU": "MM",  # Burma, to 1989
        "CS": "CZ SK ME RS",  # Czechoslovakia to 1993, and Serbia and Montenegro 2003 to 2006
        "DD": "DE",  # German Democratic Republic, to 1990
        "DY": "BJ",  # Dahomey, to 1977
        "FX": "FR",  # Metropolitan France, to 1997
        "HV": "BF",  # Upper Volta, to 1984
        "NH": "VU",  # New Hebrides, to 1980
        "RH": "ZW",  # Southern Rhodesia, to 1980
        "SU": "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ",  # USSR, to 1992
        "TP": "TL",  # East Timor, to 2002
        "VD": "VN",  # Viet-Nam, Democratic Republic of, to 1977
        "YD": "YE",  # Yemen, Democratic, to 1990
        "YU": "BA HR ME MK RS SI",  # Yugoslavia, to 2003
        "ZR": "CD",  # Zaire, to 1997
    }.items()
}


#: names that stand for several current codes -> a former code, or the current ones
SEVERAL: Final[dict[str, frozenset[str]]] = {
    name: FORMER.get(codes, frozenset(codes.split()))
    for codes, names in {
        "AN": "Netherlands Antilles|Dutch Antilles|Antilles néerlandaises|Antillas Neerlandesas",
        "CZ SK": "Czechoslovakia|Tchécoslovaquie|Checoslovaquia",
        "ME RS": "Serbia and Montenegro|Serbie-et-Monténégro|Serbia y Montenegro",
        "SU": "USSR|Soviet Union|URSS|Union soviétique|Unión Soviética|"
        "Union of Soviet Socialist Republics",
        "YU": "Yugoslavia|Yougoslavie",
        "KP KR": "Korea|Corée|Corea",
        "VG VI": "Virgin Islands|Îles Vierges|Islas Vírgenes",
    }.items()
    for name in names.split("|")
}


def current_code(code: str) -> tuple[str, str]:
    """Return the current code for a country code, and any problem with it.

    Parameters
    ----------
    code : str
        Two characters, as in an export.

    Returns
    -------
    code, problem : str
        The code is kept where the country was divided. The problem is blank if there is none.

    References
    ----------
    ISO 3166-3, Code for formerly used names of countries.

    Examples
    --------
    >>> current_code("ZR")
    ('CD', 'is a former code; read as CD')
    >>> current_code("AN")[0], current_code("NA")
    ('AN', ('NA', ''))
    """
    now = FORMER.get(code)
    if now is None:
        return code, "" if code.isalpha() else "not an ISO 3166 code; kept unchanged"
    if len(now) == 1:
        (only,) = now
        return only, f"is a former code; read as {only}"
    return code, (
        f"is the former code of what is now {', '.join(sorted(now))}: kept, and not held against "
        "them"
    )


def only_there(here: Set[str], there: Set[str]) -> set[str]:
    """Return the codes that one side has and the other lacks.

    Parameters
    ----------
    here, there : set of str

    Returns
    -------
    set of str
        Codes in ``there`` and not in ``here``. A divided country does not contradict one of its
        successors.

    Examples
    --------
    >>> sorted(only_there({"CW", "NL"}, {"AN", "NA", "NL"}))
    ['NA']
    """
    only = set(there - here)
    heirs = {heir for code in here for heir in FORMER.get(code, ())}
    return {c for c in only if c not in heirs and not FORMER.get(c, frozenset()) & here}
