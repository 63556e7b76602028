"""Layouts of reference lists: how each is recognised, and the meaning of its columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from concordance.errors import ConcordanceError

#: terms that a column of a reference list may have
TERMS: Final = (
    "id", "name", "author", "rank", "status", "accepted", "accepted_name", "parent", "kingdom",
    "class", "order", "family", "genus", "english", "protonym", "subspecies", "kind", "recognised",
    "category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReferenceLayout:
    """One layout of a reference list.

    Attributes
    ----------
    name : str
        Its usual name.
    needed : tuple of str
        Columns by which it is recognised.
    columns : mapping of str to tuple of str
        The columns for each of `TERMS`; the first that the file has is read.
    key, kingdom, class_ : str
        For a list of one class or publisher.
    kept : frozenset of str
        Values of ``kind`` that are taxa; empty = every row is a taxon.
    is_open : bool
        Whether the list may be redistributed.
    own_terms : bool
        Whether the layout is an exchange format used by many publishers.
    repeats : bool
        Whether a taxon can have many rows.
    found : mapping of str to str, optional
        The columns of one file: see `of_file`.
    """

    name: str
    needed: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(hash=False)
    key: str = ""
    kingdom: str = ""
    class_: str = ""
    kept: frozenset[str] = frozenset()
    is_open: bool = False
    own_terms: bool = False
    repeats: bool = False
    found: Mapping[str, str] | None = field(default=None, hash=False)

    def column(self, term: str, header: Collection[str]) -> str:
        """Return the column of a file for a term; blank if there is none."""
        if self.found is not None:
            return self.found.get(term, "")
        for name in self.columns.get(term, ()):
            if name.endswith("*"):  # an explanation follows in the column name
                found = next((head for head in header if head.startswith(name[:-1])), "")
            else:
                found = name if name in header else ""
            if found:
                return found
        return ""

    def of_file(self, header: Collection[str]) -> ReferenceLayout:
        """Return the layout with the columns of one file, looked up once for all its rows."""
        found = {term: column for term in TERMS if (column := self.column(term, header))}
        return replace(self, found=found)

    def read_columns(self, header: Collection[str]) -> set[str]:
        """Return the columns of a file that are used."""
        return {column for term in TERMS if (column := self.column(term, header))}


def _columns(**columns: str) -> dict[str, tuple[str, ...]]:
    return {term: tuple(names.split("|")) for term, names in columns.items()}


LAYOUTS: Final = (
    ReferenceLayout(
        "Mammal Diversity Database", ("sciName", "order", "family"),
        _columns(id="id", name="sciName", order="order", family="family", english="mainCommonName",
                 protonym="originalNameCombination", category="iucnStatus"),
        key="mdd", kingdom="Animalia", class_="Mammalia", is_open=True,
    ),
    ReferenceLayout(
        "AviList", ("Scientific_name", "Taxon_rank"),
        _columns(name="Scientific_name", rank="Taxon_rank", author="Authority", order="Order",
                 family="Family", english="English_name_AviList", protonym="Protonym",
                 category="IUCN_Red_List_Category"),
        key="avilist", kingdom="Animalia", class_="Aves", is_open=True,
    ),
    ReferenceLayout(
        "eBird taxonomy", ("SCI_NAME", "SPECIES_CODE", "CATEGORY"),
        _columns(id="SPECIES_CODE", name="SCI_NAME", kind="CATEGORY", english="PRIMARY_COM_NAME",
                 order="ORDER|ORDER1", family="FAMILY"),
        key="ebird", kingdom="Animalia", class_="Aves", kept=frozenset({"species", "issf"}),
    ),
    ReferenceLayout(
        "Clements checklist", ("scientific name", "English name", "category"),
        _columns(name="scientific name", kind="category", english="English name",
                 author="authority", order="order", family="family"),
        key="clements", kingdom="Animalia", class_="Aves",
        kept=frozenset({"species", "subspecies"}),
    ),
    ReferenceLayout(
        "BirdLife checklist", ("Seq.", "Scientific name", "Authority"),
        _columns(name="Scientific name", author="Authority", english="Common name", order="Order",
                 family="Family name", recognised="BirdLife taxonomic treatment*"),
        key="birdlife", kingdom="Animalia", class_="Aves",
    ),
    ReferenceLayout(
        "Reptile Database", ("type_species", "Species", "Author"),
        _columns(name="Species", author="Author", subspecies="Subspecies", order="Order",
                 family="Family"),
        key="reptiledb", kingdom="Animalia", class_="Reptilia",
    ),
    *(
        ReferenceLayout(
            "FAO ASFIS list", needed,
            _columns(id="3A_CODE|Alpha3_Code", name="Scientific_name|Scientific_Name",
                     author="Author", english="English_name", order="Order|Order_or_higher_taxa",
                     family="Family"),
            key="asfis",
        )
        for needed in (("3A_CODE", "Scientific_name"), ("Alpha3_Code", "Scientific_Name"))
    ),
    *(
        ReferenceLayout(
            "CITES Trade Database", needed,
            _columns(name="Taxon", **{"class": "Class"}, order="Order", family="Family",
                     genus="Genus"),
            key="trade", repeats=True,
        )
        for needed in (("App.", "Taxon", "Term"), ("Appendix", "Taxon", "Term"))
    ),
    ReferenceLayout(
        "GBIF species list", ("taxonKey", "acceptedTaxonKey", "scientificName"),
        _columns(id="taxonKey", name="scientificName", rank="taxonRank", status="taxonomicStatus",
                 accepted="acceptedTaxonKey", accepted_name="acceptedScientificName",
                 kingdom="kingdom", **{"class": "class"}, order="order", family="family",
                 genus="genus"),
        key="gbif", is_open=True,
    ),
    ReferenceLayout(
        "ColDP", ("ID", "scientificName", "status"),
        _columns(id="ID", name="scientificName", author="authorship", rank="rank", status="status",
                 parent="parentID", kingdom="kingdom", **{"class": "class"}, order="order",
                 family="family", genus="genus"),
        own_terms=True,
    ),
    ReferenceLayout(
        "Darwin Core", ("scientificName",),
        _columns(id="taxonID|id", name="scientificName", author="scientificNameAuthorship",
                 rank="taxonRank", status="taxonomicStatus", accepted="acceptedNameUsageID",
                 accepted_name="acceptedNameUsage", parent="parentNameUsageID", kingdom="kingdom",
                 **{"class": "class"}, order="order", family="family", genus="genus",
                 english="vernacularName", protonym="originalNameUsage"),
        own_terms=True,
    ),
)  # fmt: skip


def layout_of(header: Collection[str]) -> ReferenceLayout | None:
    """Return the first layout whose required columns are all present; None if there is none."""
    return next((x for x in LAYOUTS if set(x.needed) <= set(header)), None)


def known_layouts() -> str:
    """Return, for a message, the layouts with the columns by which they are recognised."""
    listed = dict.fromkeys(f"{x.name} ({', '.join(x.needed)})" for x in LAYOUTS)
    return "; ".join(["IUCN Red List export (assessments.csv, taxonomy.csv)", *listed])


def own_layout(columns: Mapping[str, str]) -> ReferenceLayout:
    """Return the layout described by a user's ``columns``.

    Parameters
    ----------
    columns : mapping of str to str
        From a term (``name``, ``author``, ``class`` ...) to its column.

    Raises
    ------
    ConcordanceError
        If ``name`` is missing or a term is not known.
    """
    unknown = sorted(set(columns) - set(TERMS))
    if unknown or "name" not in columns:
        raise ConcordanceError(
            f"columns has {', '.join(map(repr, columns)) or 'nothing'}; expected 'name' and any of "
            f"{', '.join(TERMS)}, each with a column of the file"
        )
    plain = ReferenceLayout("table", tuple(columns.values()), {}, own_terms=True)
    return replace(plain, columns={term: (column,) for term, column in columns.items()})
