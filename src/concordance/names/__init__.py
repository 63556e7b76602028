"""Names in the forms in which they are compared, and their authorships.

Strings are read by `names.columns`, which is imported where it is needed: a build reads none.
"""

from concordance.names.authorship import (
    Authorship,
    AuthorshipAgreement,
    compare_authorship,
    parse_authorship,
    same_author,
)
from concordance.names.forms import (
    CanonicalName,
    canonical,
    coarse,
    coarse_epithet,
    coarse_epithets,
    coarse_names,
    gender_epithet,
    gender_epithets,
    gender_form,
    gender_forms,
    gender_stem,
    last_epithets,
    orthographic,
    orthographic_epithet,
    orthographic_epithets,
    orthographic_genera,
    orthographic_genus,
    orthographic_names,
)

__all__ = [
    "Authorship",
    "AuthorshipAgreement",
    "CanonicalName",
    "canonical",
    "coarse",
    "coarse_epithet",
    "coarse_epithets",
    "coarse_names",
    "compare_authorship",
    "gender_epithet",
    "gender_epithets",
    "gender_form",
    "gender_forms",
    "gender_stem",
    "last_epithets",
    "orthographic",
    "orthographic_epithet",
    "orthographic_epithets",
    "orthographic_genera",
    "orthographic_genus",
    "orthographic_names",
    "parse_authorship",
    "same_author",
]
