"""The optional backend, GBIF's name parser, which is used only on request."""

from __future__ import annotations

import importlib
from typing import Any, Final

from concordance.errors import ConcordanceError
from concordance.names.cleaning import LONGEST, Problem, clean, cut_annotations, is_formula
from concordance.names.forms import CanonicalName, canonical
from concordance.names.name import Name

_RANKS: Final = {"SPECIES": "species", "SUBSPECIES": "subspecies", "VARIETY": "variety",
                 "FORM": "form"}  # fmt: skip


def gbif_module() -> Any:
    """Return GBIF's parser module.

    Raises
    ------
    ConcordanceError
        If it is not installed, or the module of that name belongs to an unrelated package.
    """
    try:
        module = importlib.import_module("nameparser")
    except ImportError as error:
        raise ConcordanceError(
            "backend 'gbif' needs the package gbif-name-parser; install it with "
            "pip install 'species-concordance[gbif]', or use backend='own'"
        ) from error
    if not hasattr(module, "UnparsableNameError"):
        raise ConcordanceError(
            f"backend 'gbif': the module nameparser at {module.__file__} belongs to another "
            "package (for names of people); only one of them can be installed. In a separate "
            "environment, run pip uninstall nameparser, then pip install gbif-name-parser"
        )
    return module


def gbif_parse(text: object) -> Name:
    """Return a verbatim string parsed by GBIF's parser, as a `Name`.

    Parameters
    ----------
    text : object

    Returns
    -------
    Name
        Treaty annotations are cut first, as in the parser of this package.

    Raises
    ------
    ConcordanceError
        If GBIF's parser is not installed.
    """
    module = gbif_module()
    verbatim = text if isinstance(text, str) else ""
    problems: list[Problem] = []
    if not verbatim.strip():
        return _nothing(verbatim, Problem.MISSING)
    if len(verbatim) > LONGEST or is_formula(verbatim):
        long = len(verbatim) > LONGEST
        return _nothing(verbatim, Problem.TOO_LONG if long else Problem.NOT_A_NAME)
    plain, annotation = cut_annotations(clean(verbatim, problems), problems)
    try:
        parsed = module.parse(plain.encode("utf-8", "replace").decode("utf-8"))
    except module.UnparsableNameError as error:
        formula = error.name_type == "FORMULA"
        return _nothing(verbatim, Problem.HYBRID_FORMULA if formula else Problem.NOT_A_NAME)
    if isinstance(parsed, module.Informal):
        taxon = canonical(parsed.taxon)
        return Name(
            verbatim=verbatim,
            canonical=taxon,
            genus=taxon.split()[0],
            rank="uninomial" if " " not in taxon else "species",
            qualifiers=(parsed.phrase,) if parsed.phrase else (),
            annotation=annotation,
            problems=(*problems, Problem.RANK_ONLY),
        )
    words = [parsed.uninomial] if parsed.uninomial else [
        parsed.genus or parsed.infrageneric_epithet, parsed.specific_epithet,
        parsed.infraspecific_epithet]  # fmt: skip
    words = [word for word in words if word]
    if not words:
        return _nothing(verbatim, Problem.NOT_A_NAME)
    qualifiers = tuple(dict(parsed.epithet_qualifier or {}).values())
    if parsed.doubtful or qualifiers:
        problems.append(Problem.UNCERTAIN)
    if parsed.unparsed:
        problems.append(Problem.UNREAD_TAIL)
    if parsed.type == "INFORMAL" or (parsed.rank == "SPECIES" and len(words) == 1):
        problems.append(Problem.RANK_ONLY)
    if words[0].endswith("."):
        problems.append(Problem.ABBREVIATED_GENUS)
    name = canonical(" ".join(words))
    rank = ("uninomial", "species", "subspecies")[min(len(words), 3) - 1]
    return Name(
        verbatim=verbatim,
        canonical=name,
        genus=name.split()[0],
        subgenus=(parsed.infrageneric_epithet or "") if parsed.genus else "",
        epithets=tuple(name.split()[1:]),
        rank=rank if len(words) < 3 else _RANKS.get(parsed.rank, rank),
        hybrid=bool(parsed.notho),
        authorship=parsed.authorship_complete() or "",
        qualifiers=qualifiers,
        annotation=annotation,
        problems=tuple(dict.fromkeys(problems)),
    )


def _nothing(verbatim: str, problem: Problem) -> Name:
    return Name(verbatim=verbatim, canonical=CanonicalName(""), problems=(problem,))
