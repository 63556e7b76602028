"""Names: the forms in which they are compared, and their authorships."""

from concordance.names.authorship import AuthorshipAgreement, compare_authorship
from concordance.names.forms import CanonicalName, canonical, gender_stem, orthographic

__all__ = [
    "AuthorshipAgreement",
    "CanonicalName",
    "canonical",
    "compare_authorship",
    "gender_stem",
    "orthographic",
]
