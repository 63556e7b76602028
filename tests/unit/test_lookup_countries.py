"""`lookup` with countries: populations decided, and what a country cannot decide."""

import pandas as pd
import pytest

import concordance as cc
from concordance.codes import Scope, ScopeMode
from concordance.lookups.populations import decide, reach
from concordance.lookups.regions import region_of
from concordance.lookups.where import read_where
from concordance.readers.package import read_data
from concordance.records import Entry
from concordance.schema import cells


def row(name: str, country: object, **asked: object) -> "pd.Series[str]":
    """The one row of one name from one country."""
    return cc.lookup([name], countries=[country], **asked).iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("country", [None, "", "XX", "XV", "Atlantis"])
def test_without_a_country_every_possible_appendix_is_given(country: str | None) -> None:
    names = ["Panthera leo", "Canis lupus", "Ursus arctos", "Alauda arvensis"]
    plain = cc.lookup(names)
    found = cc.lookup(names, countries=[country] * len(names))
    assert cells(found["cites_appendix"]) == ["I|II", "I|II", "I|II", "III"]
    for column in ("cites_appendix", "cms_appendix", "cites_scope", "status"):
        assert cells(found[column]) == cells(plain[column])
    assert cells(found["cms_appendix"])[2] is None  # only a population of a subspecies
    lion, wolf, _, lark = cells(found["evidence"])
    assert "The country of origin decides: CITES I Panthera leo (population of India" in str(lion)
    assert "no entry covers other populations" not in f"{lion}{wolf}"
    assert "(population of Ukraine only); no entry covers other populations." in str(lark)
    missing = {"country_missing", "no_country", "country_unknown"}
    assert all(missing & set(str(codes).split("|")) for codes in cells(found["reason_codes"]))


@pytest.mark.parametrize(
    ("name", "country", "cites", "cms"),
    [
        ("Panthera leo", "IN", "I", "II"),
        ("Panthera leo", "India", "I", "II"),
        ("Panthera leo", "TZ", "II", "II"),
        ("Panthera leo", "XX", "I|II", "II"),
        ("Ceratotherium simum", "ZA", "II", None),
        ("Ceratotherium simum", "KE", "I", None),
        ("Ceratotherium simum simum", "ZA", "II", None),
        ("Ceratotherium simum simum", "KE", "I", None),
        ("Acinonyx jubatus", "BW", "I", None),
        ("Acinonyx jubatus", "IR", "I", "I"),
        ("Falco cherrug", "MN", "II", "II"),
        ("Falco cherrug", "KZ", "II", "I|II"),
        ("Loxodonta africana", "BW", "II", "II"),
        ("Loxodonta africana", "KE", "I", "II"),
        ("Loxodonta cyclotis", "BW", "I", "II"),  # the populations of L. africana are excepted
        ("Crocodylus niloticus", "ZA", "II", None),
        ("Crocodylus niloticus", "CI", "I", None),
        ("Canis lupus", "PK", "I", None),
        ("Canis lupus", "CA", "II", None),
        ("Alauda arvensis", "UA", "III", None),
        ("Alauda arvensis", "FR", None, None),
        ("Pecari tajacu", "MX", None, None),
        ("Pecari tajacu", "BR", "II", None),
        ("Tayassu pecari", "MX", "II", None),
        ("Moschus moschiferus", "IN", "I", None),
        ("Struthio camelus", "ZA", None, None),
        ("Caracal caracal", "IN", "I", None),
        ("Caracal caracal", "NA", "II", None),
        ("Herpailurus yagouaroundi", "KE", "II", None),
        ("Ursus arctos", "CA", "II", None),
        ("Equus hemionus", "TM", "II", "II"),
    ],
)
def test_a_country_decides_between_populations(
    name: str, country: str, cites: str | None, cms: str | None
) -> None:
    found = row(name, country)
    assert [None if pd.isna(found[f"{k}_appendix"]) else found[f"{k}_appendix"]
            for k in ("cites", "cms")] == [cites, cms]  # fmt: skip


def test_where_no_entry_reaches_the_country_the_row_says_so() -> None:
    found = row("Acinonyx jubatus", "NA")
    assert found["cms_status"] == "excluded"
    assert found["cms_name"] == "Acinonyx jubatus"
    assert (
        "Namibia: not listed; CMS lists I Acinonyx jubatus (all populations except"
        in (found["evidence"])
    )


@pytest.mark.parametrize(
    ("country", "code", "words"),
    [
        ("XX", "no_country", "XX stands for an unknown country"),
        ("XV", "no_country", "XV stands for various countries"),
        ("xx", "no_country", "XX stands for an unknown country"),
        ("ZZ", "no_country", "ZZ stands for the high seas"),
        ("XS", "no_country", "XS stands for several or unknown countries"),
        ("", "country_missing", "The country is missing."),
        (None, "country_missing", "The country is missing."),
        ("Atlantis", "country_unknown", "The country 'Atlantis' is not known"),
        ("QQ", "country_unknown", "The country 'QQ' is not known"),
    ],
)
def test_no_country_and_no_such_country_are_told(country: str, code: str, words: str) -> None:
    found = row("Panthera leo", country)
    assert found["cites_appendix"] == "I|II"
    assert found["reason_codes"].split("|") == ["population", code]
    assert words in found["evidence"]
    other = row("Ara macao", country)
    assert other["reason_codes"] == code
    assert other["cites_appendix"] == "I"


@pytest.mark.parametrize(
    ("name", "country", "cites", "codes"),
    [
        ("Crocodylus acutus", "CO", "I|II", {"part_of_country"}),
        ("Crocodylus porosus", "PH", "I|II", {"part_of_country"}),
        ("Vicugna vicugna", "AR", "I|II", {"part_of_country", "condition"}),
        ("Vicugna vicugna", "PE", "II", {"condition"}),
        ("Balaenoptera acutorostrata", "GL", "I|II", {"part_of_country"}),
        ("Herpailurus yagouaroundi", "CU", "I|II", {"population"}),
        ("Equus hemionus", "IN", "I|II", {"subspecies"}),
        ("Ceratotherium simum", "ZA", "II", {"subspecies", "condition"}),
        ("Loxodonta africana", "ZW", "II", {"condition"}),
    ],
)
def test_what_a_country_cannot_decide_is_said(
    name: str, country: str, cites: str, codes: set[str]
) -> None:
    found = row(name, country)
    assert found["cites_appendix"] == cites
    assert set(found["reason_codes"].split("|")) == codes


@pytest.mark.parametrize(
    ("name", "country", "cites", "cms"),
    [
        ("Herpailurus yagouaroundi", "MX", "I", None),
        ("Herpailurus yagouaroundi", "USA", "I", None),
        ("Herpailurus yagouaroundi", "PA", "I", None),
        ("Herpailurus yagouaroundi", "CO", "II", None),
        ("Herpailurus yagouaroundi", "BR", "II", None),
        ("Herpailurus yagouaroundi", "Argentina", "II", None),
        ("Vipera ursinii", "FR", "I", None),
        ("Vipera ursinii", "UA", None, None),
        ("Vipera ursinii", "SU", None, None),
        ("Trichechus manatus", "Nicaragua", "I", "I|II"),
        ("Gypaetus barbatus", "ZA", "II", "I|II"),
    ],
)
def test_a_country_decides_between_regions(
    name: str, country: str, cites: str | None, cms: str | None
) -> None:
    found = row(name, country)
    assert [None if pd.isna(found[f"{k}_appendix"]) else found[f"{k}_appendix"]
            for k in ("cites", "cms")] == [cites, cms]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("CI", "Ivory Coast|Côte d'Ivoire|Cote d’Ivoire|COTE D'IVOIRE|Costa de Marfil"),
        ("MM", "Burma|Birmanie|Birmania|Myanmar (Burma)|Union of Myanmar"),
        (
            "NL",
            "Holland|The Netherlands|Netherlands, The|Pays Bas|Holanda|Kingdom of the Netherlands",
        ),
        ("DE", "Alemania|Allemagne|Deutschland|Federal Republic of Germany"),
        ("TZ", "Tanzanie|Tanzania, United Republic of|Zanzibar"),
        ("CD", "DRC|D.R.C.|RDC|DR Congo|Dem. Rep. Congo|Congo, Democratic Republic of the|Zaire"),
        ("CG", "Congo|Republic of the Congo|Congo, Rep.|République du Congo"),
        ("GB", "UK|U.K.|Great Britain|England|Scotland|Royaume-Uni|Gran Bretaña"),
        ("US", "USA|U.S.A.|U.S.|U. S. A.|United States|Etats-Unis|EE.UU.|EEUU|Estados Unidos"),
        ("RU", "Russia|Russie|Rusia|Russian Federation|Fédération de Russie"),
        ("VN", "Viet Nam|Vietnam|Viêt Nam|Viet-Nam|Socialist Republic of Vietnam"),
        ("CZ", "Czech Republic|Czechia|République tchèque|Republica Checa"),
        ("XK", "Kosovo|XK|xk|Republic of Kosovo"),
        ("KR", "South Korea|Korea, South|Republic of Korea|Korea, Republic of|Corea del Sur"),
        ("KP", "North Korea|DPRK|Korea, Democratic People's Republic of"),
        ("TW", "Taiwan|Taiwan, Province of China|Republic of China"),
        ("CN", "China|PRC|P.R. China|People's Republic of China|China, People's Republic of"),
        ("ZA", "South Africa|RSA|Sudafrica|Afrique du Sud|Republic of South Africa"),
        ("VG", "British Virgin Islands|Virgin Islands (British)|Virgin Islands, British"),
        ("VC", "St. Vincent and the Grenadines|St Vincent & the Grenadines"),
        ("SZ", "Swaziland|eSwatini|Kingdom of Eswatini"),
        ("ES", "Spain|Kingdom of Spain|España|Espagne|ESPANA"),
        ("AE", "UAE|U.A.E.|Emirats arabes unis|Emiratos Arabes Unidos"),
        ("MX", "México|Mejico|Mexique|Estados Unidos Mexicanos"),
    ],
)
def test_everyday_names_of_countries(code: str, names: str) -> None:
    for name in names.split("|"):
        assert read_where(name).codes == {code}, name
        assert read_where(f" {name.upper()} ").codes == {code}, name


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Korea", "KP KR"), ("Corée", "KP KR"), ("Virgin Islands", "VG VI"),
        ("Czechoslovakia", "CZ SK"), ("Serbia and Montenegro", "ME RS"),
        ("Netherlands Antilles", "BQ CW SX"), ("Yugoslavia", "BA HR ME MK RS SI"),
    ],
)  # fmt: skip
def test_a_name_of_several_countries_is_all_of_them(name: str, codes: str) -> None:
    assert read_where(name).codes == set(codes.split())


@pytest.mark.parametrize(
    "name", ["Atlantis", "Republic", "America", "Sahara", "Democratic Republic", "Foo, Bar", "Asia"]
)
def test_what_names_no_country_is_unknown(name: str) -> None:
    assert read_where(name).problem == "country_unknown"


def test_every_name_of_a_country_is_read_as_that_country() -> None:
    rows = read_data("countries.csv")
    for country in rows:
        for name in (country["name"], *country["other_names"].split("|")):
            assert not name or read_where(name).codes == {country["code"]}, name


@pytest.mark.parametrize("country", ["IND", "ind", "356", 356, 356.0, "356.0", "IN", "India"])
def test_codes_of_three_letters_and_of_digits(country: object) -> None:
    assert row("Panthera leo", country)["cites_appendix"] == "I"


def test_every_code_of_a_country_is_read_as_that_country() -> None:
    rows = read_data("countries.csv")
    for kind in ("alpha3", "numeric"):
        codes = [row[kind] for row in rows if row[kind]]
        assert len(set(codes)) == len(codes) >= 248
        assert all(read_where(row[kind]).codes == {row["code"]} for row in rows if row[kind])
    assert read_where("36").codes == read_where("036").codes == {"AU"}
    assert read_where("999").problem == "country_unknown"


def test_every_region_in_the_data_is_one_that_an_entry_names() -> None:
    known = {row["code"] for row in read_data("countries.csv")}
    for row in read_data("regions.csv"):
        region = region_of(f"{row['words']} populations only")
        assert region is not None
        assert region.within | region.unsure <= known
        assert region.within.isdisjoint(region.unsure)
    assert region_of("Danube population") is None


def test_a_former_country_decides_where_all_its_heirs_agree() -> None:
    assert row("Panthera leo", "SU")["cites_appendix"] == "II"
    kids = row("Cervus elaphus yarkandensis", "SU")
    assert "population" in kids["reason_codes"]


def test_countries_count_on_the_day() -> None:
    days = ["2019-11-25", "2019-11-26"]
    table = cc.lookup(["Crocodylus acutus"] * 2, dates=days, countries=["MX"] * 2)
    assert cells(table["cites_appendix"]) == ["I", "II"]
    namibia = cc.lookup(["Ceratotherium simum"] * 2, dates=["2023-02-22", "2023-02-23"],
                        countries="NA")  # fmt: skip
    assert cells(namibia["cites_appendix"]) == ["I", "II"]
    year = cc.lookup(["Crocodylus acutus"], dates=[2019], countries=["MX"]).iloc[0]
    assert year["cites_appendix"] == "I|II"
    assert "changed_in_year" in year["reason_codes"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in", "IN"), ("IN", "IN"), (" India ", "IN"), ("INDIA", "IN"), ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"), ("Réunion", "RE"), ("reunion", "RE"), ("NA", "NA"), ("ZR", "CD"),
        ("The Gambia", "GM"),
    ],
)  # fmt: skip
def test_codes_and_names_of_countries(text: str, code: str) -> None:
    assert read_where(text).codes == {code}


ENTRY = Entry("1", "", "Aus bus", "species", "I", Scope.POPULATION, "population of India only",
              ("IN",), ScopeMode.ONLY)  # fmt: skip


def test_of_two_lists_only_the_strict_one_stops_at_the_closest_entry() -> None:
    group = Entry("2", "", "Aidae", "family", "II")
    both = [(ENTRY, "own_entry"), (group, "family")]
    india = read_where("IN")
    assert [e.appendix for e, _ in decide(both, india, "Aus bus", prevails=True).covering] == ["I"]
    assert len(decide(both, india, "Aus bus", prevails=False).covering) == 2
    kenya = read_where("KE")
    assert [e.appendix for e, _ in decide(both, kenya, "Aus bus", prevails=True).covering] == ["II"]


def test_an_exception_in_a_note_holds_for_the_species_that_it_names() -> None:
    entry = Entry("3", "", "Aidae", "family", "II", Scope.EXCLUDING, "Aus bus of India not covered",
                  ("IN",), ScopeMode.EXCEPT)  # fmt: skip
    india = read_where("IN")
    assert reach(entry, india, "Aus bus").applies is False
    assert reach(entry, india, "Aus cus").applies is True
