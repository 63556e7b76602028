"""The statement about the package that every export contains."""

from typing import Final

TOOL_VERSION: Final = "0.2.0"
DISCLAIMER: Final = (
    "Compiled by the species-concordance project; not an official position of CITES, CMS or UNEP. "
    "Relations marked inferred are not asserted by any source."
)
