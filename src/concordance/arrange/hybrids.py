"""How each treaty treats hybrids, which no Appendix lists."""

from __future__ import annotations

from typing import Final

_RULES: Final = {
    "cites": (
        "No Appendix follows from the name: by CITES Resolution Conf. 10.17 (Rev. CoP14) a hybrid "
        "is subject to the Convention if a parent is listed (an animal: if a listed specimen is "
        "among its ancestors of the previous four generations), and the more restrictive Appendix "
        "applies."
    )
}


def hybrid_rule(key: str) -> str:
    """Return how a treaty treats hybrids, as a sentence; blank if it has no rule.

    Examples
    --------
    >>> hybrid_rule("cms")
    ''
    """
    return _RULES.get(key, "")
