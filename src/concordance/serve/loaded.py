"""The services for a set of lists: one for each, and one for both lists of a concordance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from concordance.checklist import Checklist
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError
from concordance.serve.matches import WarmList
from concordance.serve.pairing import Pairing
from concordance.serve.service import Service

BOTH: Final = "both"
#: reserved addresses
_TAKEN: Final = frozenset({BOTH, "lookup"})


def services_of(con: Concordance, others: Sequence[Checklist] = ()) -> list[Service]:
    """Return the services of a concordance and of further lists, ready for the first request.

    Parameters
    ----------
    con : Concordance
        Built with the members of groups.
    others : sequence of Checklist

    Returns
    -------
    list of Service

    Raises
    ------
    ConcordanceError
        If two lists have the same key.
    """
    left, right = (WarmList(checklist) for checklist in con.lists)
    pairing = Pairing(con, (left, right))
    services = [Service(of.key, _title(of), [of], pairing) for of in (left, right)]
    services.append(
        Service(BOTH, f"{left.label} and {right.label} (concordance)", [left, right], pairing)
    )
    services += [Service(of.key, _title(of), [of]) for of in map(WarmList, others)]
    keys = [service.key for service in services]
    if same := sorted({key for key in keys if keys.count(key) > 1 or key in _TAKEN - {BOTH}}):
        raise ConcordanceError(
            f"the key {', '.join(same)} is used twice or reserved; give each list its own key, "
            "as KEY=FILE"
        )
    for of in {id(of): of for service in services for of in service.lists}.values():
        of.warm()
    return services


def _title(of: WarmList) -> str:
    return f"{of.source.name or of.label} (concordance)"
