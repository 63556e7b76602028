"""The fuzzy join: equal to comparing every pair, saved and loaded, refused where damaged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from builders import FEW, MEASURES, edited, of_names, pair_rows, slow_join
from hypothesis import given, settings
from hypothesis import strategies as st

import concordance as cc
from concordance.cli import match
from concordance.errors import ConcordanceError
from concordance.join import index as joining
from concordance.join import steps
from concordance.join.index import NameIndex
from concordance.join.texts import Metric
from concordance.matching.batch import Answers

names = st.lists(st.one_of(st.none(), st.text("ab  cé", max_size=9)), max_size=25)


@given(names, names, st.sampled_from([1, 2]), st.sampled_from(sorted(MEASURES)))
def test_the_join_is_equal_to_comparing_every_pair(
    held: Any, asked: Any, most: Any, metric: Any
) -> None:
    found = NameIndex.from_names(held).join(asked, most, metric)
    assert pair_rows(found) == slow_join(held, asked, most, metric)


@pytest.mark.parametrize("metric", sorted(MEASURES))
@pytest.mark.parametrize("most", [1, 2])
def test_planted_errors_in_names_of_a_list(metric: Metric, most: int) -> None:
    held = sorted({use.name for use in cc.load_cms().records.names})
    rng = np.random.default_rng(7)
    asked = []
    for name in rng.choice(held, 150).tolist():
        at = int(rng.integers(len(name)))
        asked += [name[:at] + name[at + 1 :], name[:at] + "e" + name[at:], name.replace(" ", "", 1)]
    found = NameIndex.from_names(held).join(asked, most, metric)
    assert len(found) >= len(asked)
    assert pair_rows(found) == slow_join(held, asked, most, metric)


@pytest.mark.parametrize("metric", sorted(MEASURES))
@pytest.mark.parametrize("most", [1, 2])
def test_every_edit_of_a_few_names_is_found(most: int, metric: Metric) -> None:
    once = sorted({new for name in FEW for new in edited(name)})
    twice = sorted({new for name in once[::3] for new in edited(name)})[::7]
    asked = [*once, *twice]
    assert pair_rows(NameIndex.from_names(FEW).join(asked, most, metric)) == slow_join(
        FEW, asked, most, metric
    )
    assert pair_rows(NameIndex.from_names(asked).join(FEW, most, metric)) == slow_join(
        asked, FEW, most, metric
    )


def test_a_giant_genus_is_joined_through_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    words = sorted({"".join(rng.choice(list("abcdei"), 7)) for _ in range(120)})
    held = [f"Aus {word}" for word in words]
    asked = [f"Aus {word[:2]}{word[3:]}" for word in words]
    wanted = slow_join(held, asked, 2, "levenshtein")
    used: list[int] = []
    by_words = steps._by_words

    def noted(row: Any, *others: Any) -> Any:
        used.append(len(row))
        return by_words(row, *others)

    monkeypatch.setattr(steps, "_by_words", noted)
    assert pair_rows(NameIndex.from_names(held).join(asked)) == wanted
    assert not any(used)
    monkeypatch.setattr(steps, "_GIANT", 1)
    assert pair_rows(NameIndex.from_names(held).join(asked)) == wanted
    assert any(used)


def test_names_in_several_chunks_and_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [use.name for use in cc.load_cms().records.names][:300]
    whole = NameIndex.from_names(held).join(held)
    monkeypatch.setattr(joining, "_CHUNK", 7)
    monkeypatch.setattr(steps, "PIECE", 64)
    assert NameIndex.from_names(held).join(held).equals(whole)


def test_columns_and_wrong_arguments() -> None:
    index = NameIndex.from_names(pa.array(["Aus bus"]))
    assert [str(t) for t in index.join([]).schema.types] == ["int64", "int64", "int8"]
    with pytest.raises(ConcordanceError, match="expected 1 or 2"):
        index.join(["a"], 3)
    unknown: Any = "jaro"
    with pytest.raises(ConcordanceError, match="expected 'levenshtein' or 'osa'"):
        index.join(["a"], 1, unknown)


def test_an_index_is_saved_and_loaded(tmp_path: Path) -> None:
    index = NameIndex.from_names([use.name for use in cc.load_cms().records.names])
    index.save(tmp_path / "cms.arrow")
    again = NameIndex.load(tmp_path / "cms.arrow")
    assert len(again) == len(index)
    assert repr(again) == repr(index)
    asked = ["Falco pergrinus", "Uncia unca", "Panthera"]
    assert again.join(asked).equals(index.join(asked))
    assert len(index.join(asked)) >= 2


@pytest.mark.parametrize("load", [cc.load_cites, cc.load_cms], ids=["cites", "cms"])
def test_a_list_that_is_saved_and_loaded_gives_the_same_answers(
    load: Callable[..., Any], tmp_path: Path
) -> None:
    whole = load()
    whole.save(tmp_path / "list.arrow")
    again = cc.Checklist.load(tmp_path / "list.arrow")
    assert again == whole
    assert again.digest == whole.digest
    assert again.records == whole.records
    assert again.knowledge == whole.knowledge
    assert again.source == whole.source
    assert again.source.sha256 == whole.source.sha256
    names = ["Uncia uncia", "Falco pergrinus", "Panthera cf. leo", None, "Pardosa moesta"]
    assert cc.match_names(names, again).equals(cc.match_names(names, whole))
    again.save(tmp_path / "again.arrow")
    assert (tmp_path / "again.arrow").read_bytes() == (tmp_path / "list.arrow").read_bytes()


def test_a_file_of_a_list_is_refused_where_it_is_another_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "list.arrow"
    of_names("Puma concolor", "Panthera leo").save(path)
    whole = path.read_bytes()
    at = whole.index(b"Puma concolor")
    path.write_bytes(whole[:at] + b"p" + whole[at + 1 :])
    with pytest.raises(ConcordanceError, match="checksum differs; save the checklist again"):
        cc.Checklist.load(path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ConcordanceError, match="is not a complete Arrow file"):
        cc.Checklist.load(path)
    NameIndex.from_names(["Puma concolor"]).save(path)
    with pytest.raises(ConcordanceError, match="not of the kind 'concordance checklist'"):
        cc.Checklist.load(path)
    of_names("Puma concolor").save(path)
    with pytest.raises(ConcordanceError, match="not of the kind 'concordance names'"):
        NameIndex.load(path)
    with pytest.raises(ConcordanceError, match="does not exist"):
        cc.Checklist.load(tmp_path / "none.arrow")
    with pytest.raises(ConcordanceError, match="cannot be written"):
        of_names("Puma concolor").save(tmp_path / "none" / "list.arrow")


def test_every_changed_byte_of_the_arrays_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "names.arrow"
    NameIndex.from_names(["Puma concolor", "Panthera leo"]).save(path)
    whole = path.read_bytes()
    at = whole.index(b"Puma concolor")
    path.write_bytes(whole[:at] + b"p" + whole[at + 1 :])
    with pytest.raises(ConcordanceError, match="checksum"):
        NameIndex.load(path)
    for end in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(ConcordanceError, match="is not a complete Arrow file"):
            NameIndex.load(path)


def test_the_checksum_is_of_names_types_and_cells(tmp_path: Path) -> None:
    from concordance.stored import FileKind, read_arrays, write_arrays

    kind = FileKind("arrays", "1", "write them again")

    def sum_of(**arrays: Any) -> Any:
        write_arrays(tmp_path / "a.arrow", arrays, kind)
        held = read_arrays(tmp_path / "a.arrow", kind)
        assert {n: a.to_pylist() for n, a in held.items()} == {
            n: a.to_pylist() for n, a in arrays.items()
        }
        return pa.ipc.open_file(str(tmp_path / "a.arrow")).schema.metadata[b"sha256"]

    words = pa.array(["Aus", "Bus", "Cus"], pa.large_string())
    sums = [
        sum_of(a=words),
        sum_of(b=words),
        sum_of(a=pa.array(["AusB", "usCu", "s"], pa.large_string())),
        sum_of(a=words.slice(0, 2)),
        sum_of(a=words.slice(1)),
        sum_of(a=pa.array([1, 2], pa.int64())),
        sum_of(a=pa.array([1, 2], pa.uint64())),
        sum_of(a=pa.array([], pa.large_string())),
        sum_of(a=pa.array([], pa.int64())),
    ]
    sums += [sum_of(n=pa.array([1]), a=words), sum_of(n=pa.array([1]), a=words.slice(1))]
    assert len(set(sums)) == len(sums)
    assert sum_of(a=pa.array(["Aus", "Bus"], pa.large_string())) == sums[3]
    assert [p.name for p in tmp_path.iterdir()] == ["a.arrow"]


def test_an_index_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    index = NameIndex.from_names(["Aus bus"])
    with pytest.raises(ConcordanceError, match="cannot be written"):
        index.save(tmp_path / "none" / "a.arrow")


def test_another_version_or_another_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names.arrow"
    kind = joining.INDEX_FILE
    monkeypatch.setattr(joining, "INDEX_FILE", kind._replace(version="0"))
    NameIndex.from_names(["Puma concolor"]).save(path)
    monkeypatch.undo()
    with pytest.raises(ConcordanceError, match="version 0; expected 1"):
        NameIndex.load(path)
    marks = {b"format": kind.name.encode()}
    for metadata, message in (
        ({}, "not of the kind 'concordance names'; build the index again and save it"),
        (marks, "format version none; expected 1; build the index again"),
        ({**marks, b"version": kind.version.encode()}, "is damaged"),
    ):
        table = pa.table({"a": pa.array([], pa.large_list(pa.int64()))}, metadata=metadata)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        with pytest.raises(ConcordanceError, match=message):
            NameIndex.load(path)
    with pytest.raises(ConcordanceError, match="does not exist"):
        NameIndex.load(tmp_path / "none.arrow")


def test_a_parquet_file_is_matched_in_pieces_and_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    from concordance.jobs import large

    asked = ["Uncia uncia", None, "Falco pergrinus", "Pardosa moesta", "Uncia uncia"]
    pq.write_table(pa.table({"id": range(5), "species": asked}), tmp_path / "in.parquet")
    monkeypatch.setattr(large, "ROWS", 2)
    work = (tmp_path / "in.parquet", tmp_path / "out.parquet", cc.load_cms(), "species")
    calls = []
    real = Answers.join

    def stops(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(Answers, "join", stops)
    with pytest.raises(KeyboardInterrupt):
        large.match_large(*work)
    assert not work[1].exists()
    assert large.match_large(*work) == 5
    assert len(calls) == 4  # the first piece was not done again
    found = pq.read_table(work[1])
    assert found["id"].to_pylist() == list(range(5))
    assert (
        found["match_status"].to_pylist() == cc.match_names(asked, cc.load_cms())["status"].tolist()
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]
    with pytest.raises(ConcordanceError, match="'name' is missing; found id, species"):
        large.match_large(*work[:3], "name")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["Uncia uncia", "Puma concolor", "Aus bus", "", None]), max_size=6
        ),
        max_size=5,
    ),
    st.integers(min_value=0, max_value=4),
)
def test_answers_that_are_kept_are_those_of_a_fresh_look(batches: Any, most: Any) -> None:
    """However few are kept and in whatever order the names come."""
    cms = cc.load_cms("2020-01-01")
    kept = Answers(cms, most)
    for names in batches:
        batch = pa.record_batch({"name": pa.array(names, pa.string())})
        assert kept.join(batch, "name").equals(Answers(cms).join(batch, "name"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_large_csv_is_answered_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, separator: str
) -> None:
    from concordance import cli
    from concordance.jobs import large

    rows = [
        'n,"a ""species"""',
        "1,Uncia uncia",
        "2,",
        "",
        "3,=1+1",
        '4,"Falco\npergrinus"',
        "5,NA",
    ]
    text = "\n".join(rows).replace(",", separator) + "\n"
    path = tmp_path / "names.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    ask = ["match", str(path), "--column", 'a "species"', "--list", "cms", "-o"]
    assert cli.main([*ask, str(tmp_path / "small.csv")]) == 0
    monkeypatch.setattr(large, "ROWS", 2)
    monkeypatch.setattr(match, "LARGE", 1)
    assert cli.main([*ask, str(tmp_path / "large.csv")]) == 0
    assert (tmp_path / "large.csv").read_bytes() == (tmp_path / "small.csv").read_bytes()
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".csv"] * 3
    assert cli.main([*ask, str(tmp_path / "out.parquet")]) == 0
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "out.parquet")["n"].to_pylist() == list("12345")


def test_a_broken_large_csv_is_refused_with_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concordance.jobs import large

    monkeypatch.setattr(large, "ROWS", 2)
    path, out = tmp_path / "names.csv", tmp_path / "out.csv"
    for text, said in (
        (
            b"id,name\n1,Puma concolor\n2\n3,a,b\n4,ok\n",
            "row 3: 1 cells, but 2 columns.*\n.*row 4: 3 cells",
        ),
        (b'id,name\n1,ok\n2,"half\n', "row 3: cannot be read"),
        (b"id,name\n1,\xff\n", "is not UTF-8 text"),
        (b"id,id\n1,2\n", "column 'id' occurs 2 times"),
        (b"", "is blank"),
        (b"id,species\n1,2\n", "column 'name' is missing"),
    ):
        path.write_bytes(text)
        with pytest.raises(cc.ChecklistError, match=said):
            large.match_large(path, out, cc.load_cms(), "name")
        assert not out.exists()
