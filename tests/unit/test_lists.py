"""Lists of any key: a third list, two days of one list, lists of the user, saved lists."""

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from builders import CATS, checklist, listed, with_tables

import concordance as cc
from concordance.cli import main
from concordance.codes import Flag, NameKind, Relation, Rule
from concordance.concordance import Concordance
from concordance.records import concept
from concordance.result_schema import result_columns

STORKS = pd.DataFrame({
    "name": ["Ciconia ciconia", "Falco cherrug", "Uncia uncia", "Anas platyrhynchos"],
    "rank": ["species"] * 4, "kingdom": ["Animalia"] * 4,
    "class": ["Aves", "Aves", "Mammalia", "Aves"],
    "order": ["Ciconiiformes", "Falconiformes", "Carnivora", "Anseriformes"],
    "family": ["Ciconiidae", "Falconidae", "Felidae", "Anatidae"],
})  # fmt: skip
ENTRIES = pd.DataFrame({
    "entry_id": ["1", "2", "3", "4"], "taxon": [*STORKS["name"][:3], "Anatidae"],
    "rank": ["species"] * 3 + ["family"], "appendix": ["II"] * 4, "scope": ["whole"] * 4,
})  # fmt: skip


def aewa() -> cc.Checklist:
    return cc.Checklist.from_frames(
        "aewa", taxa=STORKS, listings=ENTRIES, source=cc.Source(name="AEWA")
    )


def test_a_third_list_has_its_own_columns_and_flags() -> None:
    con = cc.build(cc.load_cites(), aewa())
    assert con.keys == ("cites", "aewa")
    assert con.table.columns.tolist() == [c.name for c in result_columns("cites", "aewa")]
    flags = {c for row in con.table["flag_codes"].dropna() for c in row.split("|")}
    assert {"aewa_only", "cites_only", "listed_higher_aewa", "listed_higher_cites"} <= flags
    assert not any("cms" in flag for flag in flags)
    alone = con.table[con.table["cites_id"].isna()]
    assert len(alone)
    assert all("aewa_only" in row.split("|") for row in alone["flag_codes"])
    leopard = con.table[con.table["aewa_name"] == "Uncia uncia"].iloc[0]
    assert (leopard["cites_name"], leopard["rule"]) == ("Panthera uncia", "synonym_cites")
    assert "AEWA" in str(con.explain("Uncia uncia"))


def test_codes_of_a_key_follow_one_pattern() -> None:
    keys = ("cites", "aewa")
    assert Flag.RIGHT_ONLY.code(keys) == "aewa_only"
    assert Flag.LISTED_HIGHER_RIGHT.code(keys) == "listed_higher_aewa"
    assert {"synonym_cites", "synonym_aewa"} <= set(Rule.codes(keys))


@pytest.fixture(scope="module")
def two_days() -> Concordance:
    return cc.build(cc.load_cites("2019-01-01"), cc.load_cites("2024-06-01"))


def test_two_days_of_one_list_work_with_every_method(two_days: Concordance, tmp_path: Path) -> None:
    assert two_days.keys == ("cites", "cites_2")
    pairs = two_days.table.set_index("cites_name")
    assert pairs.loc["Uncia uncia", "cites_2_name"] == "Panthera uncia", "renamed at CoP18"
    assert "genus" in str(two_days.impact_tables())
    for frame in (
        two_days.listing_gaps(), two_days.mismatches(), two_days.summary(),
        two_days.reference_differences(), two_days.score().table, two_days.timeline("Uncia uncia"),
    ):  # fmt: skip
        assert len(frame)
    assert two_days.range_conflicts().columns.tolist()
    assert two_days.common_name_conflicts().columns.tolist()
    assert two_days.relation("Uncia uncia", "Panthera uncia")["relation"].tolist() == ["congruent"]
    for shown in (two_days.explain("Uncia uncia"), two_days.listing("Uncia uncia"),
                  two_days.information("Uncia uncia")):  # fmt: skip
        assert "Panthera uncia" in str(shown) or "Uncia uncia" in str(shown)
    assert two_days.what_if(adopt=cc.reference_list("kitchener_2017"), scope="Felidae").markdown()
    decided = two_days.decide("cites:uncia-uncia", "cites:panthera-uncia", "agreed",
                              reviewer="A. Person", decided_on="2026-11-03")  # fmt: skip
    assert two_days.apply(decided).decisions["state"].tolist() == ["applied"]
    for name in ("c.csv", "c.xlsx", "c.parquet", "c.sssom.tsv", "c.md"):
        two_days.export(tmp_path / name)
        assert (tmp_path / name).stat().st_size
    assert cc.read_result(tmp_path / "c.csv").equals(two_days.table)
    two_days.report(tmp_path / "r.html")


# from_frames


def test_a_list_of_frames_is_checked_as_a_whole() -> None:
    with pytest.raises(cc.ChecklistError) as error:
        cc.Checklist.from_frames(
            "AEWA!",
            taxa=pd.DataFrame({"nom": ["Aus bus"]}),
            names=pd.DataFrame({"name": ["Bus cus"], "taxon_id": ["x"], "kind": ["synonim"]}),
            birds=pd.DataFrame(),
            source=cc.Source(name="mine"),
        )
    problems = "\n".join(error.value.problems)
    for part in ("key is 'AEWA!'; expected a lower-case word", "'name' is missing", "'nom'",
                 "kind is 'synonim', not one of accepted,", "table 'birds' is not known"):  # fmt: skip
        assert part in problems


def test_ids_must_be_of_the_list_and_of_one_taxon_each() -> None:
    taxa = pd.DataFrame({"taxon_id": ["a", "a"], "name": ["Aus bus", "Aus cus"]})
    names = pd.DataFrame({"name": ["Bus bus"], "taxon_id": ["nobody"]})
    with pytest.raises(cc.ChecklistError) as error:
        cc.Checklist.from_frames("own", taxa=taxa, names=names, source=cc.Source(name="mine"))
    problems = "\n".join(error.value.problems)
    assert "taxon_id 'a' was used in row 2" in problems
    assert "names: taxon_id 'nobody' is not among the taxa" in problems


def test_what_a_frame_leaves_out_is_filled_in() -> None:
    own = cc.Checklist.from_frames(
        "own",
        taxa=pd.DataFrame({"name": ["Aus bus", "Aus cus"]}),
        names=pd.DataFrame({"name": ["Bus bus"], "taxon_id": ["own:aus-bus"]}),
        source=cc.Source(name="mine"),
    )
    assert own.taxa["taxon_id"].tolist() == ["own:aus-bus", "own:aus-cus"]
    kinds = {(use.name, use.kind) for use in own.records.names}
    assert kinds == {("Aus bus", NameKind.ACCEPTED), ("Aus cus", NameKind.ACCEPTED),
                     ("Bus bus", NameKind.SYNONYM)}  # fmt: skip
    assert cc.match_names(["Bus bus"], own)["name"].tolist() == ["Aus bus"]


def test_a_name_of_two_taxa_is_pro_parte() -> None:
    own = cc.Checklist.from_frames(
        "own",
        taxa=pd.DataFrame({"name": ["Aus bus", "Aus cus"]}),
        names=pd.DataFrame({"name": ["Bus bus"] * 2, "taxon_id": ["own:aus-bus", "own:aus-cus"]}),
        source=cc.Source(name="mine"),
    )
    assert own.names[own.names["name"] == "Bus bus"]["kind"].tolist() == ["pro_parte"] * 2


# what a kind of name means


def test_one_function_says_what_every_kind_of_name_means() -> None:
    meant = {kind: concept("Aus bus", "Cus dus", kind) for kind in NameKind if kind != "rank"}
    assert meant.pop(NameKind.MISAPPLIED) is None
    assert meant.pop(NameKind.SPLIT) is Relation.INCLUDED_IN, "the name means more than the taxon"
    assert meant.pop(NameKind.LUMP) is Relation.INCLUDES, "the name means a part of it"
    assert meant.pop(NameKind.PRO_PARTE) is Relation.UNDETERMINED
    assert set(meant.values()) == {Relation.CONGRUENT}
    assert NameKind.SYNONYM in meant, "every name of a download is of this kind"


def test_a_misspelt_kind_is_no_kind() -> None:
    with pytest.raises(ValueError, match="synonim"):
        NameKind("synonim")


# equality, saved lists


def test_lists_are_equal_by_what_they_contain() -> None:
    cites = cc.load_cites()
    assert cites == cc.load_cites()
    assert hash(cites) == hash(cc.load_cites())
    assert cites != cc.load_cites("2024-06-01")
    assert cites != cc.load_cms()
    assert cites != "cites"
    assert {cites: "listed"}[cc.load_cites()] == "listed"
    other = with_tables(cites, names=cites.names.iloc[1:])
    assert other != cites
    assert other.digest != cites.digest
    assert replace(cites, source=replace(cites.source, publisher="another")) != cites


def test_a_saved_list_gives_the_same_answers(tmp_path: Path) -> None:
    cms = cc.load_cms()
    cms.save(tmp_path / "cms.list")
    again = cc.Checklist.load(tmp_path / "cms.list")
    assert again == cms
    names = ["Uncia uncia", "Falco cherug", "Nobody knows", "Anas"]
    assert cc.match_names(names, again).equals(cc.match_names(names, cms))
    cites = cc.load_cites()
    assert cc.build(cites, again).table.equals(cc.build(cites, cms).table)
    with pytest.raises(cc.ConcordanceError, match="list of one day"):
        again.as_of("2024-06-01")
    (tmp_path / "bad.list").write_bytes((tmp_path / "cms.list").read_bytes()[:-100])
    with pytest.raises(cc.ConcordanceError):
        cc.Checklist.load(tmp_path / "bad.list")


def test_a_batch_is_answered_by_any_list(tmp_path: Path) -> None:
    cms = cc.load_cms()
    names = ["Uncia uncia", "Panthera uncia", "Nobody knows"]
    batch = pd.DataFrame({"name": names, "mine": [1, 2, 3]})
    whole = cc.match_names(names, cms)
    import pyarrow as pa

    answered = cc.match_batch(pa.RecordBatch.from_pandas(batch), cms, column="name").to_pandas()
    assert answered["mine"].tolist() == [1, 2, 3]
    assert answered["match_status"].tolist() == whole["status"].tolist()


# answers that were silently wrong


def test_the_later_verdict_is_in_force_whatever_the_order_of_the_rows(con: Concordance) -> None:
    pair = ("cites:panthera-uncia", "cms:uncia-uncia")
    first = con.decide(*pair, "rejected", reviewer="A. Person", decided_on="2026-01-01")
    later = con.decide(*pair, "agreed", reviewer="B. Person", decided_on="2026-02-01")
    for rows in ([first, later], [later, first]):
        new = con.apply(pd.concat(rows, ignore_index=True))
        states = dict(zip(new.decisions["reviewer"], new.decisions["state"], strict=True))
        assert states == {"A. Person": "superseded", "B. Person": "applied"}
        row = new.table[new.table["cites_id"] == pair[0]].iloc[0]
        assert (row["status"], row["reviewer"]) == ("agreed", "B. Person")


def test_two_verdicts_of_one_day_are_refused(con: Concordance) -> None:
    pair = ("cites:panthera-uncia", "cms:uncia-uncia")
    rows = [con.decide(*pair, verdict, reviewer="A", decided_on="2026-01-01")
            for verdict in ("agreed", "rejected")]  # fmt: skip
    with pytest.raises(cc.ChecklistError, match="was also decided on 2026-01-01 in row 2"):
        con.apply(pd.concat(rows, ignore_index=True))


def test_a_list_of_the_user_is_never_answered_from_the_package() -> None:
    own = listed(checklist([("a", "Uncia uncia", "", "", CATS)], "cites"))
    con = cc.build(own, own)
    with pytest.raises(cc.ConcordanceError, match="is a list of one day"):
        con.listing("Uncia uncia", as_of="2019-01-01")
    assert con.listing("Uncia uncia").table["entry"].unique().tolist() == ["Uncia uncia"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_that_has_the_name_of_an_answer_is_refused_in_every_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    mine = pd.DataFrame({"species": ["Uncia uncia"], "match_status": ["mine"]})
    path, into = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    mine.to_csv(path, index=False) if ending == "csv" else mine.to_parquet(path, index=False)
    code = main(["match", str(path), "--list", "cms", "--column", "species", "-o", str(into)])
    assert code == 3
    assert not into.exists()
    assert "already has the columns match_status; rename or remove them" in capsys.readouterr().err


def test_a_blank_name_is_no_question(con: Concordance) -> None:
    for ask in (con.explain, con.listing, con.information, con.timeline):
        with pytest.raises(cc.ConcordanceError, match="the name is blank"):
            ask("")


def test_a_download_that_is_a_stream_is_read_once_and_stays() -> None:
    """`as_of` of a list that was read from a stream does not read it again."""
    from builders import CITES, CITES_ROWS, download_text

    own = cc.load_cites(io.StringIO(download_text(CITES, CITES_ROWS)))
    with pytest.raises(cc.ConcordanceError, match="is a list of one day"):
        own.as_of("2019-01-01")
