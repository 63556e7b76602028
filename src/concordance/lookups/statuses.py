"""Statuses of a name that is looked up: for the row, or for one list in it."""

from __future__ import annotations

from typing import Final

from concordance.codes import MatchStatus
from concordance.lookups.reasons import Reason
from concordance.schema import choices

#: values of the status columns
STATUSES: Final = (
    *choices(MatchStatus),
    *(
        reason.value
        for reason in (
            Reason.BEFORE_DATA, Reason.AFTER_DATA, Reason.ONE_DAY_LIST, Reason.DATE_UNREADABLE,
            Reason.DATE_MISSING,
        )
    ),
)  # fmt: skip
