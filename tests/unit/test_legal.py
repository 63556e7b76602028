"""Legal status beside the Appendices: reservations under old names, instruments, EU annexes."""

import pandas as pd
import pytest

import concordance as cc
from concordance.codes import Confidence, MeasureKind
from concordance.concordance import Concordance
from concordance.listing.legal import in_words, legal_status
from concordance.records import Measure
from concordance.schema import rows


def row_of(con: Concordance, column: str, name: str) -> pd.Series:
    return con.table[con.table[column] == name].iloc[0]


@pytest.mark.parametrize(
    ("column", "name", "told", "why"),
    [
        ("cites_name", "Falco peregrinus", "SA from 1996-06-10 [reported]", "Saudi Arabia"),
        ("cites_name", "Balaenoptera borealis", "IS [reported]|JP [reported]|NO [reported]",
         "three Parties"),
        ("cms_name", "Vicugna vicugna",
         "AR: Appendix I; declared not to be migratory from 1991-10-10 (entered as Lama vicugna)",
         "entered under another name"),
    ],
)  # fmt: skip
def test_a_reservation_is_told_and_flagged(
    con: Concordance, column: str, name: str, told: str, why: str
) -> None:
    row = row_of(con, column, name)
    assert row[f"{column.removesuffix('_name')}_reservations"] == told, why
    assert "reservation" in row["flag_codes"].split("|")
    assert "A1" in row["activities"]
    assert "reservation" in str(con.information(name))


def test_a_name_under_which_it_was_entered_is_kept(con: Concordance) -> None:
    row = row_of(con, "cites_name", "Balaenoptera bonaerensis")
    assert row["cites_reservations"].count("(entered as Balaenoptera acutorostrata)") == 2
    alone = row_of(con, "cites_name", "Pteropus pelewensis")
    assert alone["relation"] == "not_listed"
    assert "reservation" in alone["flag_codes"].split("|")


def test_a_reservation_holds_from_its_day() -> None:
    before, after = (cc.load_cms(day) for day in ("2015-02-07", "2015-02-08"))
    told = [legal_status(side).get("cms:alopias-vulpinus") for side in (before, after)]
    assert told[0] is None or told[0].reservations is None
    assert told[1] is not None
    assert told[1].reservations == "AU from 2015-02-08 [recalled]"


def test_instruments_of_cms(con: Concordance) -> None:
    row = row_of(con, "cms_name", "Rhincodon typus")
    assert row["instruments"] == "Sharks MOU"
    gorilla = row_of(con, "cms_name", "Gorilla gorilla")
    assert gorilla["instruments"] == "Gorilla Agreement"
    assert con.table["instruments"].notna().sum() > 200


def test_every_reservation_of_the_data_reaches_a_taxon() -> None:
    from concordance.readers.package import read_data

    for key, side in (("cites", cc.load_cites()), ("cms", cc.load_cms())):
        held = [m for m in rows(side.measures) if m["kind"] == "reservation"]
        data = [
            r
            for r in read_data("reservations.csv")
            if r["convention"].lower() == key and not r["valid_to"]
        ]
        assert len(held) == len(data) > 0


def test_nothing_known_is_null(con: Concordance) -> None:
    row = row_of(con, "cites_name", "Okapia johnstoni")
    assert all(row.isna()[c] for c in ("cites_reservations", "eu_annexes", "instruments"))


def test_in_words() -> None:
    measure = Measure("t", MeasureKind.SUSPENSION, value="imports", confidence=Confidence.REPORTED)
    assert in_words(measure) == "?: imports [reported]"
