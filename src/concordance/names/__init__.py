"""Names: read, put into the forms in which they are compared, and their authorships."""

from concordance.names.authorship import (
    Authorship,
    AuthorshipAgreement,
    compare_authorship,
    parse_authorship,
    same_author,
)
from concordance.names.cleaning import Problem
from concordance.names.columns import parse, parse_names
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
from concordance.names.parse import Name

__all__ = [
    "Authorship",
    "AuthorshipAgreement",
    "CanonicalName",
    "Name",
    "Problem",
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
    "parse",
    "parse_authorship",
    "parse_names",
    "same_author",
]
