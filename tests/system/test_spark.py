"""The same rows from Spark with two workers as from one process."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import concordance as cc
from concordance.errors import ConcordanceError
from concordance.join import NameIndex
from concordance.matching.batch import match_batch

NAMES = [
    "Uncia uncia",
    "Falco pergrinus",
    None,
    "Panthera cf. leo",
    "Uncia uncia",
    "Pardosa moesta",
]


@pytest.fixture(scope="module")
def cms() -> Any:
    return cc.load_cms()


def test_a_batch_is_answered_as_its_names_are(cms: Any) -> None:
    batch = pa.record_batch({"id": range(6), "name": NAMES})
    found = match_batch(batch, cms)
    wanted = cc.match_names(NAMES, cc.load_cms())
    assert found["id"].to_pylist() == list(range(6))
    for column in wanted.columns.drop("query"):
        assert found[f"match_{column}"].to_pylist() == pa.array(wanted[column]).to_pylist()
    assert match_batch(batch.slice(0, 0), cms).schema == found.schema


def test_what_a_batch_needs_is_said(cms: Any) -> None:
    with pytest.raises(ConcordanceError, match="column 'species' is missing; found name"):
        match_batch(pa.record_batch({"name": ["a"]}), cms, "species")
    no_list: Any = NameIndex.from_names(["a"])
    with pytest.raises(ConcordanceError, match="checklist is a NameIndex; expected a Checklist"):
        match_batch(pa.record_batch({"name": ["a"]}), no_list)


@pytest.mark.filterwarnings("ignore")
def test_spark_with_two_workers_gives_the_rows_of_one_process(
    cms: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark, in the extra spark")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        pytest.skip("needs Java 17")
    # workers run this interpreter, and find the package where this process does
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    from pyspark.sql import SparkSession

    from concordance.jobs import spark

    cms.save(tmp_path / "cms.arrow")
    names = [
        name and name + " " * (i % 3) for i, name in enumerate(NAMES[i % 6] for i in range(200))
    ]
    rows = list(enumerate(names))
    batch = pa.record_batch({"id": [r[0] for r in rows], "name": [r[1] for r in rows]})
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse"))
        .getOrCreate()
    )
    try:
        asked = session.createDataFrame(rows, "id long, name string").repartition(2)
        found = spark.match_names(asked, tmp_path / "cms.arrow").orderBy("id").collect()
    finally:
        session.stop()
    wanted = match_batch(batch, cms)
    assert [row.asDict() for row in found] == wanted.to_pylist()


@pytest.mark.filterwarnings("ignore")
def test_the_recipe_for_dask_gives_the_rows_of_one_process(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("dask.dataframe", reason="needs dask, see docs/engines.md")
    text = (root / "docs" / "engines.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(tmp_path)
    room: dict[str, Any] = {"__name__": "recipe"}
    exec(compile(code, "engines.md", "exec"), room)
    wanted = cc.match_names(["Uncia uncia", "Falco pergrinus", "Pardosa moesta"] * 4, cc.load_cms())
    assert room["found"]["match_status"].tolist() == wanted["status"].tolist()
    assert len(room["found"]) == 12
