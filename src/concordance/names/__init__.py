"""Forms of names for comparison, and authorships.

`parse` and `parse_names` are loaded on first use, as a build parses no strings.
"""

from typing import TYPE_CHECKING, Any

from concordance.names.authorship import (
    Authorship,
    AuthorshipAgreement,
    compare_authorship,
    is_another_author,
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

if TYPE_CHECKING:
    from concordance.names.cleaning import Problem
    from concordance.names.columns import parse, parse_names
    from concordance.names.name import Name

#: the module of each name that needs more than the standard library
_LATER = {"Name": "name", "Problem": "cleaning", "parse": "columns", "parse_names": "columns"}

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
    "is_another_author",
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


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _LATER:
        return getattr(import_module(f"concordance.names.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
