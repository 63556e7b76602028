"""What may become of a name that is looked up: of the row, or of one list in it."""

from __future__ import annotations

from typing import Final

from concordance.codes import MatchStatus
from concordance.lookups.reasons import Reason
from concordance.schema import choices

#: what becomes of a row or of a list in it
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
