"""Members of groups: species that entries for groups cover, from the package and from the user."""

from pathlib import Path

import pandas as pd
import pytest

import concordance as cc
from concordance.arrange import members
from concordance.codes import NameOrigin, Scope
from concordance.matching.index import ListIndex
from concordance.names import coarse_names
from concordance.readers.package import read_data
from concordance.schema import cells

PLANTS = ["Dendrobium nobile", "Mammillaria elongata", "Cyathea arborea", "Alsophila spinulosa"]


@pytest.fixture(scope="module")
def cites() -> cc.Checklist:
    return cc.load_cites()


def answers(names: list[str], checklist: cc.Checklist, **known: object) -> list[tuple[str, str]]:
    """Status and Appendix of each name."""
    context = pd.DataFrame(known) if known else None
    found = cc.match_names(names, checklist, context=context)
    return list(
        zip(cells(found["status"]), [a or "" for a in cells(found["appendix"])], strict=True)
    )


def test_the_species_of_a_group_are_known_by_any_of_their_names(cites: cc.Checklist) -> None:
    found = cc.match_names(["Rhinoceros unicornis", "Lemur catta", "Lutra maculicollis"], cites)
    assert found["name"].tolist() == [
        "Rhinoceros unicornis", "Lemur catta", "Hydrictis maculicollis"
    ]  # fmt: skip
    assert set(found["name_from"]) == {NameOrigin.OPEN_LIST}
    assert found["listed_how"].tolist() == ["family", "family", "subfamily"]
    assert "is the name in an open list (Mammal Diversity Database 2.4)" in found["evidence"][0]


def test_the_tables_of_a_list_hold_what_the_treaty_names(cites: cc.Checklist) -> None:
    wide = cites.with_members
    assert len(wide.taxa) > 5 * len(cites.taxa)
    assert "Rhinoceros unicornis" not in cites.taxa["name"].tolist()
    assert wide.with_members is wide
    assert set(wide.taxa["kingdom"]) == {"Animalia", "Plantae"}
    ids = wide.taxa["taxon_id"]
    assert ids.is_unique
    assert set(wide.names["taxon_id"]) <= set(ids)


def test_plants_are_answered_by_their_genus(cites: cc.Checklist) -> None:
    assert answers(PLANTS, cites, kingdom=["Plantae"] * 4) == [("covered", "II")] * 4


def test_a_genus_of_two_kingdoms_needs_one(cites: cc.Checklist) -> None:
    names = ["Stelis ignota"] * 3
    known = answers(names, cites, kingdom=["", "Plantae", "Animalia"])
    assert known == [("ambiguous", ""), ("covered", "II"), ("not_found", "")]
    words = cc.match_names(["Stelis ignota"], cites)["evidence"][0]
    assert "give the kingdom" in words
    assert "Orchidaceae" in words


@pytest.mark.parametrize(
    ("name", "status", "appendix", "words"),
    [
        ("Euphorbia peplus", "excluded", "", "not succulent"),
        ("Aloe vera", "excluded", "", "excepts Aloe vera"),
        ("Pereskia grandifolia", "excluded", "", "excepts Pereskia"),
        ("Diospyros ebenum", "excluded", "", "Madagascar"),
        ("Rapicactus beguinii", "covered", "I", "Turbinicarpus"),
        ("Cypripedium insigne", "matched", "I", "Paphiopedilum insigne"),
        ("Sarracenia rubra jonesii", "matched", "I", "ssp. jonesii"),
        ("Sarracenia rubra subsp. jonesii", "matched", "I", "ssp. jonesii"),
        ("Sarracenia rubra ssp. jonesii", "matched", "I", "ssp. jonesii"),
        ("Magnolia liliifera obovata", "matched", "III", "var. obovata"),
        ("Bowenia serrulata", "covered", "II", "Bowenia"),
        ("Paphiopedilum × maudiae", "covered", "I", "hybrid"),
        ("Euphorbia milii 'Rosea'", "covered", "II", "cultivar"),
        ("Oenanthe aquatica", "not_found", "", "Apiaceae"),
        ("Escobaria vivipara", "covered", "II", "Cactaceae"),
        ("Pelecyphora vivipara", "matched", "II", "Cactaceae"),
    ],
)
def test_traps_of_plants(
    cites: cc.Checklist, name: str, status: str, appendix: str, words: str
) -> None:
    assert answers([name], cites) == [(status, appendix)]
    assert words in cc.match_names([name], cites)["evidence"][0]


def test_a_covered_answer_names_the_stricter_entries_inside(cites: cc.Checklist) -> None:
    row = cc.match_names(["Acipenser ignotus"], cites).iloc[0]
    assert (row["status"], row["appendix"]) == ("covered", "II")
    assert "Acipenser brevirostrum (I), Acipenser sturio (I)" in row["evidence"]


def test_an_older_combination_of_a_stricter_entry_is_left_to_a_person(cites: cc.Checklist) -> None:
    row = cc.match_names(["Ara spixii"], cites).iloc[0]
    assert row["status"] in {"proposed", "matched"}
    assert row["appendix"] is pd.NA or row["appendix"] == "I"


def test_a_name_near_to_one_of_its_group_is_covered_and_says_so(cites: cc.Checklist) -> None:
    row = cc.match_names(["Macaca fasicularis"], cites).iloc[0]
    assert (row["status"], row["appendix"]) == ("covered", "II")
    assert "similar to Macaca fascicularis" in row["evidence"]
    stricter = cc.match_names(["Panthera tegris"], cites).iloc[0]
    assert stricter["status"] == "proposed"


def test_a_denial_says_what_was_checked_and_ignorance_says_so(cites: cc.Checklist) -> None:
    gull, unknown = cc.match_names(["Larus fuscus", "Xus yus"], cites)["evidence"]
    assert "not listed by CITES under this name, its genus, family Laridae" in gull
    assert "unknown to the package" in unknown


@pytest.mark.parametrize(
    ("name", "part_of", "day", "appendix"),
    [
        ("Pongo tapanuliensis", "Pongo abelii", "2017-04-21", "I"),
        ("Leopardus guttulus", "Leopardus tigrinus", "2017-04-21", "I"),
        ("Neofelis diardi", "Neofelis nebulosa", "2017-04-21", "I"),
        ("Pezoporus flaviventris", "Pezoporus wallicus", "2017-04-21", "I"),
        ("Balaenoptera ricei", "Balaenoptera edeni", "2020-01-01", "I"),
        ("Ovis nigrimontana", "Ovis ammon nigrimontana", "2019-11-25", "I"),
    ],
)
def test_a_species_is_no_member_before_it_was_recognised(
    name: str, part_of: str, day: str, appendix: str
) -> None:
    row = cc.match_names([name], cc.load_cites(day)).iloc[0]
    assert (row["name"], row["appendix"]) == (part_of, appendix)


def test_no_species_of_a_split_shows_the_residual_appendix_before_its_day() -> None:
    """Every taxon with an own entry that was part of another until the day of that entry."""
    started = {(row["taxon"], row["effective_from"]) for row in read_data("cites_listings.csv")}
    checked = 0
    for part in read_data("part_of.csv"):
        if part["valid_to"] <= "2015-02-05" or (part["name"], part["valid_to"]) not in started:
            continue
        before = pd.Timestamp(part["valid_to"]) - pd.Timedelta(days=1)
        day = cc.load_cites(before.date())
        row, whole = cc.match_names([part["name"], part["part_of"]], day).itertuples()
        assert str(row.appendix) == str(whole.appendix), part["name"]
        checked += 1
    assert checked >= 15


def test_populations_are_placed_by_the_countries_of_the_species(cites: cc.Checklist) -> None:
    names = ["Moschus cupreus", "Moschus anhuiensis", "Moschus chrysogaster"]
    assert [a for _, a in answers(names, cites)] == ["I", "II", "I|II"]


def test_kingdoms_can_be_left_out() -> None:
    plants = cc.load_cites(kingdom="Plantae")
    assert set(plants.taxa["kingdom"]) == {"Plantae"}
    assert len(plants.listings) > 200
    animals = cc.load_cites(kingdom="Animalia")
    words = cc.match_names(["Dendrobium nobile"], animals)["evidence"][0]
    assert "Plantae, a kingdom not loaded with this list" in words
    with pytest.raises(cc.ConcordanceError, match="all, Animalia, Plantae"):
        cc.load_cites(kingdom="Fungi")
    assert plants.as_of("2017-04-21").taxa["kingdom"].unique().tolist() == ["Plantae"]


def test_a_concordance_is_of_the_kingdoms_that_both_lists_have(con: cc.Concordance) -> None:
    assert set(con.table["kingdom"]) == {"Animalia"}
    asked = cc.build(cc.load_cites(), cc.load_cms(), kingdom="all").table
    assert set(asked["kingdom"]) == {"Animalia", "Plantae"}
    assert len(asked) > len(con.table)
    with pytest.raises(cc.ConcordanceError, match="expected one of shared, all, Animalia, Plantae"):
        cc.build(cc.load_cites(), cc.load_cms(), kingdom="Fungi")
    with pytest.raises(cc.ConcordanceError, match="expected one of shared, all"):
        cc.build(cc.load_cites(), cc.load_cms(), members="some")


def test_explain_and_listing_know_members_and_groups() -> None:
    con = cc.build(cc.load_cites(), cc.load_cms())
    rhino = con.explain("Rhinoceros unicornis")
    assert rhino.table["cites_appendix"].tolist() == ["I"]
    assert rhino.timeline["entry"].tolist() == ["Rhinocerotidae"]
    orchid = con.listing("Dendrobium nobile")
    assert orchid.table["annotation"].tolist() == ["#4"]
    assert orchid.table["parts"].notna().all()
    assert "Orchidaceae" in str(con.explain("Dendrobium nobile"))
    otter = con.timeline("Lutra maculicollis")
    assert otter["entry"].tolist() == ["Lutrinae"]


def test_codes_of_annotations_have_days() -> None:
    old, new = (
        {a.code: a.meaning for a in cc.load_cites(day).knowledge.annotations}
        for day in ("2016-01-01", "2024-01-01")
    )
    assert "#15" not in old
    assert "#15" in new
    assert old["#4"] != new["#4"]


def test_the_joint_list_has_every_species_of_either_list(
    con: cc.Concordance, tmp_path: Path
) -> None:
    joint = con.joint_list()
    assert len(joint) > 8000
    names = set(joint["name"])
    assert {"Rhinoceros unicornis", "Turdus merula", "Chelonia mydas", "Equus zebra zebra"} <= names
    assert not {"Orchidaceae", "Falconiformes", "Muscicapidae"} & names
    assert joint["listed_by"].notna().all()
    both = joint[joint["listed_by"] == "cites|cms"]
    assert both["relation"].notna().all()
    turtle = joint[joint["name"] == "Chelonia mydas"].iloc[0]
    assert (turtle["cites_appendix"], turtle["cms_appendix"]) == ("I", "I|II")
    assert set(joint["cites_name_from"].dropna()) == {n.value for n in NameOrigin}
    printed = {
        e.taxon for checklist in con.lists for e in checklist.records.listings
        if e.rank in {"species", "subspecies"} and e.scope is not Scope.MIGRATORY_MEMBERS
    }  # fmt: skip
    shown = {n for c in ("cites_name", "cms_name") for n in joint[c].dropna()}
    assert printed <= shown
    for name in ("joint.csv", "joint.parquet", "joint.xlsx"):
        con.export_joint_list(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100_000
    header = (tmp_path / "joint.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.endswith("list_sources,disclaimer")
    with pytest.raises(cc.ConcordanceError, match=r"\.csv, \.parquet, \.xlsx"):
        con.export_joint_list(tmp_path / "joint.ods")


# ---------------------------------------------------------------------------------------------
# a species list of the user


def species(
    rows: list[tuple[str, str, str, str]], synonyms: dict[str, str] | None = None
) -> cc.Checklist:
    taxa = pd.DataFrame(rows, columns=["name", "kingdom", "class", "family"])
    taxa["rank"] = "species"
    names = pd.DataFrame(
        {
            "name": list(synonyms or {}),
            "taxon_id": [f"own:{a.lower().replace(' ', '-')}" for a in (synonyms or {}).values()],
        }
    )
    return cc.Checklist.from_frames(
        "own", taxa=taxa, names=names if synonyms else None, source=cc.Source(name="my list")
    )


def test_a_list_of_the_user_adds_members() -> None:
    own = species(
        [
            ("Dendrobium nobile", "Plantae", "Liliopsida", "Orchidaceae"),
            ("Novogenus ignotus", "", "", "Orchidaceae"),
            ("Macaca nova", "Animalia", "Mammalia", "Cercopithecidae"),
            ("Passer domesticus", "Animalia", "Aves", "Passeridae"),
        ],
        {"Callista nobilis": "Dendrobium nobile"},
    )
    wide = cc.load_cites(species=own)
    names = [
        "Dendrobium nobile",
        "Callista nobilis",
        "Novogenus ignotus",
        "Macaca nova",
        "Passer domesticus",
    ]
    found = cc.match_names(names, wide)
    assert found["status"].tolist() == ["matched"] * 4 + ["not_found"]
    assert found["appendix"].tolist()[:4] == ["II"] * 4
    assert found["name"].tolist()[1] == "Dendrobium nobile"
    assert "my list" in found["evidence"][0]
    assert "my list" in wide.source.citation
    assert wide.source.sha256 != cc.load_cites().source.sha256
    assert answers(["Macaca nova"], wide.as_of("2017-04-21")) == [("matched", "II")]


def test_a_list_that_cannot_tell_members_is_refused_with_every_row() -> None:
    rows = [
        ("Dendrobium nobile", "Animalia", "", "Orchidaceae"),
        ("Macaca nova", "Fungi", "", ""),
        ("Macaca mulatta", "Animalia", "", ""),
    ]
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_cites(species=species(rows))
    assert "Dendrobium nobile: kingdom is 'Animalia', but Orchidaceae" in str(error.value)
    assert "Macaca nova: kingdom is 'Fungi'; expected Animalia or Plantae" in str(error.value)
    assert "Macaca mulatta" not in str(error.value)
    taxa = pd.DataFrame({"taxon_id": ["own:1", "own:2"], "name": ["Macaca nova"] * 2})
    double = cc.Checklist.from_frames("own", taxa=taxa, source=cc.Source(name="mine"))
    with pytest.raises(cc.ChecklistError, match="Macaca nova: accepted 2 times"):
        cc.load_cites(species=double)
    with pytest.raises(cc.ConcordanceError, match="expected a Checklist"):
        cc.load_cites(species="species.csv")  # type: ignore[arg-type]


def test_the_file_of_species_is_that_of_the_tables(root: Path, tmp_path: Path) -> None:
    from concordance.readers.species import compile_species
    from concordance.stored import FileKind, read_arrays

    compile_species(root / "data" / "species", tmp_path / "species.arrow")
    kind = FileKind("concordance species", "1", "")
    new, stored = (
        read_arrays(path, kind)
        for path in (tmp_path / "species.arrow", root / "data" / "species.arrow")
    )
    assert new.keys() == stored.keys()
    for name, array in new.items():
        assert array.equals(stored[name]), f"{name}: run python data/species/compile.py"
    assert (root / "data" / "species.arrow").stat().st_size < 4_000_000


def test_a_list_of_the_user_is_climbed_to_the_order_and_class() -> None:
    taxa = pd.DataFrame(
        {
            "name": ["Falconiformes", "Reptilia", "Falco peregrinus", "Naja naja"],
            "rank": ["order", "class", "species", "species"],
            "class": ["Aves", "Reptilia", "Aves", "Reptilia"],
            "order": ["Falconiformes", "", "Falconiformes", "Squamata"],
            "genus": ["", "", "Falco", "Naja"],
        }
    )
    listings = pd.DataFrame(
        {
            "entry_id": ["1", "2"],
            "taxon": ["Falconiformes", "Reptilia"],
            "rank": ["order", "class"],
            "appendix": ["A", "B"],
        }
    )
    own = cc.Checklist.from_frames(
        "own", taxa=taxa, listings=listings, source=cc.Source(name="mine")
    )
    assert answers(["Falco rusticolus", "Naja nivea"], own) == [("covered", "A"), ("covered", "B")]
    placed = answers(["Ara ararauna", "Boa boa"], own, order=["Falconiformes", ""],
                     **{"class": ["", "Reptilia"]})  # fmt: skip
    assert placed == [("covered", "A"), ("covered", "B")]
    assert answers(["Turdus merula"], own)[0][0] == "not_found"


def test_the_birds_of_cms_families_have_the_entry_of_their_family() -> None:
    names = {
        "Turdus pilaris": "Turdidae", "Oenanthe oenanthe": "Muscicapidae",
        "Sylvia atricapilla": "Sylviidae", "Phylloscopus trochilus": "Phylloscopidae",
        "Haematopus ostralegus": "Haematopodidae", "Grus virgo": "Anthropoides",
        "Acrocephalus arundinaceus": "Acrocephalidae",
    }  # fmt: skip
    found = cc.match_names(list(names), cc.load_cms())
    assert found["listed_as"].tolist() == list(names.values())
    before = cc.match_names(["Turdus pilaris"], cc.load_cms("2016-01-01"))
    assert before["listed_as"].tolist() == ["Muscicapidae (s.l.)"]


#: names of groups that people hold, and what is listed above and below them
GROUP_NAMES = [
    ("Ovis spp.", "listed_in_part", "I|II"),
    ("Panax spp.", "listed_in_part", "II"),
    ("Hippopotamidae", "listed_in_part", "II"),
    ("Strigidae spp.", "listed_in_part", "I|II"),
    ("Accipitriformes", "listed_in_part", "I|II"),
    ("Balaenopteridae", "listed_in_part", "I|II"),
    ("Hominidae", "listed_in_part", "I"),
    ("Acroporidae spp.", "covered", "II"),
    ("Trochilus", "covered", "II"),
    ("Leiopathes spp.", "covered", "II"),
    ("Felidae", "matched", "I|II"),
    ("Lutrinae", "matched", "I|II"),
    ("Gorilla", "listed_in_part", "I"),
    ("Cathartidae", "listed_in_part", "I|III"),
    ("Sturnidae", "listed_in_part", "I|II"),
    ("Corvidae", "not_found", ""),
]


@pytest.mark.parametrize(("name", "status", "appendix"), GROUP_NAMES)
def test_a_group_is_answered_by_what_is_listed_above_and_below_it(
    cites: cc.Checklist, name: str, status: str, appendix: str
) -> None:
    assert answers([name], cites) == [(status, appendix)]


def test_a_group_with_an_entry_names_the_entries_below_it(cites: cc.Checklist) -> None:
    (row,) = cc.match_names(["Cetacea spp."], cites).itertuples()
    assert "; separate entries: Balaena mysticetus (I), " in str(row.evidence)
    assert str(row.evidence).endswith(" more.")


def test_a_hybrid_of_a_genus_stays_uncertain_and_says_what_is_listed(cites: cc.Checklist) -> None:
    (row,) = cc.match_names(["Ovis hybrid"], cites).itertuples()
    assert row.status == "uncertain_name"
    assert "CITES lists only part of Ovis by name: Ovis ammon (II)" in str(row.evidence)


def test_the_columns_of_a_file_tell_a_genus_from_its_namesake(cites: cc.Checklist) -> None:
    assert answers(["Symphyllia spp."], cites)[0][0] == "ambiguous"
    assert answers(["Symphyllia spp."], cites, **{"class": ["Anthozoa"]}) == [("covered", "II")]
    # an older family is no other genus
    assert answers(["Morelia novitas"], cites, kingdom=["Animalia"], family=["Boidae"]) == [
        ("covered", "II")
    ]


def test_a_denial_names_the_listed_genus_of_the_same_name(cites: cc.Checklist) -> None:
    words = cc.match_names(["Liparis liparis"], cites)["evidence"][0]
    assert "if that is meant, give the kingdom" in words
    assert "Orchidaceae" in words


def test_names_that_open_lists_give_to_the_other_kingdom_only(cites: cc.Checklist) -> None:
    assert answers(["Stelis montana"], cites) == [("ambiguous", "")]
    assert answers(["Stelis montana"], cites, kingdom=["Plantae"]) == [("covered", "II")]
    assert answers(["Neo-Urbania nicaraguensis"], cites) == [("covered", "II")]


def test_the_authors_of_a_listed_name_do_not_refuse_it(cites: cc.Checklist) -> None:
    assert answers(["Arapaima gigas (Cuvier, 1829)"], cites) == [("matched", "II")]
    assert answers(["Scleropages formosus (Schlegel & Müller, 1845)"], cites) == [("matched", "I")]


@pytest.mark.parametrize("key", ["cites", "cms"])
def test_the_members_of_a_day_are_the_same_from_whatever_day_they_follow(key: str) -> None:
    """Rows that stay as they are on another day are taken from it, in any order of days."""
    load = {"cites": cc.load_cites, "cms": cc.load_cms}[key]
    days = ["2015-02-08", "2017-01-02", "2026-03-05", "2018-01-26", "2015-02-05", "2023-02-23"]
    asked = [made for day in days if (made := load(day).members)]
    followed = [made() for made in asked]
    assert len(followed) == len(days)
    for made, later in zip(asked, followed, strict=True):
        members._days.cache_clear()
        alone = made()
        assert later._replace(genera=alone.genera) == alone
        assert later.genera.apart == alone.genera.apart
        assert len(alone.taxa) > 5000


def test_an_index_made_from_that_of_another_day_is_the_index_of_its_day() -> None:
    last, first = cc.load_cms().with_members, cc.load_cms("2006-02-23").with_members
    for one, other in ((last, first), (first, last)):
        index, alone = ListIndex(other, ListIndex(one)), ListIndex(other)
        for made in ("by_name", "accepted", "genera", "by_genus", "by_epithet", "first_words",
                     "by_genus_and_epithet"):  # fmt: skip
            assert getattr(index, made) == getattr(alone, made), made
        names = sorted(alone.by_name)
        assert index.by_form(coarse_names, names) == alone.by_form(coarse_names, names)


@pytest.mark.parametrize(
    ("group", "cites", "cms"),
    [
        ("Orchidaceae", "I|II", None),  # Pholidota is a genus of orchids and the order of pangolins
        ("Lamiales", "II|III", None),  # Proboscidea: a genus of Martyniaceae, and the elephants
        ("Poales", "II", None),  # Lasiurus: a grass and a bat; Leiothrix: a pipewort and a bird
        ("Proboscidea", "I|II", "I|II"),
    ],
)
def test_a_group_has_no_members_of_another_kingdom(
    group: str, cites: str | None, cms: str | None
) -> None:
    row = cc.lookup([group]).iloc[0]
    assert [None if pd.isna(row[c]) else row[c] for c in ("cites_appendix", "cms_appendix")] == [
        cites,
        cms,
    ]
    assert "Manis" not in str(row["cites_listed_as"])


@pytest.mark.parametrize(
    ("group", "appendix"),
    [("Magnolia", "III"), ("Magnolia spp.", "III"), ("Magnoliaceae", "III"), ("Magnoliales", "III"),
     ("Echinocereus", "I|II"), ("Sclerocactus", "I|II")],
)  # fmt: skip
def test_entries_for_subspecies_and_varieties_are_parts_of_the_groups_above(
    group: str, appendix: str
) -> None:
    row = cc.lookup([group]).iloc[0]
    assert (row["cites_status"], row["cites_appendix"]) == ("listed_in_part", appendix)
    assert any(mark in row["cites_listed_as"] for mark in (" var. ", " ssp. "))


def test_listed_species_of_plants_are_not_taken_for_all_of_a_genus() -> None:
    found = cc.lookup(["Mammillaria", "Astrophytum"], dates="2020-01-01")
    assert cells(found["cites_appendix"]) == ["I|II", "I|II"]


def test_groups_above_the_order_have_the_entries_of_all_their_orders() -> None:
    names = ["Squamata", "Sauria", "Serpentes", "Hexacorallia", "Selachii", "Batoidea"]
    found = cc.lookup([*names, "Elasmobranchii", "Vertebrata"]).set_index("query")
    entries = {name: set(cell.split("|")) for name, cell in found["cites_listed_as"].items()}
    assert entries["Sauria"] | entries["Serpentes"] == entries["Squamata"]
    assert entries["Hexacorallia"] == {"Antipatharia", "Scleractinia"}
    assert entries["Selachii"] | entries["Batoidea"] == entries["Elasmobranchii"]
    assert {"Cetacea", "Psittaciformes", "Testudinidae"} <= entries["Vertebrata"]


def test_a_group_with_the_name_of_a_genus_of_another_kingdom_says_so() -> None:
    words = "is also the name of a genus of Plantae, Asparagaceae: if that is meant, give the"
    listed = cc.load_list("cites")
    (found,) = cc.match_names(["Dracaena"], listed)["evidence"]
    assert words in found
    context = pd.DataFrame({"kingdom": ["Animalia"]})
    (found,) = cc.match_names(["Dracaena"], listed, context=context)["evidence"]
    assert words not in found
    assert words not in cc.match_names(["Manis"], listed)["evidence"][0]


@pytest.mark.parametrize(
    ("genus", "status", "appendix"),
    [
        ("Houbara", "listed_in_part", "I|II"),  # Chlamydotis
        ("Dermatochelys", "listed_in_part", "I"),  # Dermochelys
        ("Hyelaphus", "listed_in_part", "I|III"),  # Axis
        ("Porcula", "listed_in_part", "I"),  # Sus
        ("Smutsia", "listed_in_part", "I"),  # Manis
        ("Pyxidea", "listed_in_part", "II"),  # Cuora, which has an entry for the genus
        ("Megalobatrachus", "listed_in_part", "I"),  # Andrias
        ("Lobatus", "listed_in_part", "II"),  # Strombus
        ("Coluber", "not_found", None),  # other snakes were placed in it long ago
        ("Acestrura", "covered", "II"),  # its one known species is not apart
        ("Zygocactus", "covered", "II"),  # no species of it is known
        ("Zygocactus sp.", "uncertain_name", None),
        ("Comperia comperiana", "ambiguous", None),  # orchids, and wasps
        ("Phalaenopsis", "covered", "II"),  # orchids; the owls are Glaucidium
        ("Phalaenopsis hybrid", "uncertain_name", None),
        ("Xanthopygia", "proposed", None),  # nor of this one, and no entry covers the family
    ],
)
def test_a_former_genus_has_the_entries_of_its_species_under_other_names(
    genus: str, status: str, appendix: str | None
) -> None:
    row = cc.lookup([genus]).iloc[0]
    found = None if pd.isna(row["cites_appendix"]) else row["cites_appendix"]
    assert (row["cites_status"], found) == (status, appendix)
    unknown = genus.startswith(("Zygocactus", "Xanthopygia"))
    assert ("a former genus" in row["evidence"]) == unknown
