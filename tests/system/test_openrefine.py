"""OpenRefine itself, without a window, reconciles a column with the service and extends it."""

from collections.abc import Iterator

import pandas as pd
import pytest
import requests
from openrefine import ENGINE, OpenRefine, is_installed, running
from serving import Served, served

import concordance as cc
from concordance.schema import rows


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    with served() as one:
        yield one


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    if not is_installed():
        pytest.skip("OpenRefine is not installed (apt-get install openrefine)")
    with running(tmp_path_factory.mktemp("openrefine")) as program:
        yield program


def _reconcile(
    openrefine: OpenRefine,
    project: str,
    address: str,
    beside: dict[str, str],
    added: dict[str, str],
) -> None:
    """Match the column of names, with other columns as properties, and add columns."""
    manifest = requests.get(address, timeout=60).json()
    spaces = {key: manifest[key] for key in ("identifierSpace", "schemaSpace")}
    details = [
        {"column": column, "propertyName": pid, "propertyID": pid} for column, pid in beside.items()
    ]
    config = {"mode": "standard-service", "service": address, **spaces,
              "type": manifest["defaultTypes"][0], "autoMatch": True, "columnDetails": details,
              "limit": 0}  # fmt: skip
    openrefine.apply(
        project,
        {"op": "core/recon", "engineConfig": ENGINE, "columnName": "name", "config": config},
    )
    properties = [{"id": pid, "name": name} for pid, name in added.items()]
    openrefine.apply(project, {
        "op": "core/extend-reconciled-data", "engineConfig": ENGINE, "baseColumnName": "name",
        "endpoint": address, **spaces, "columnInsertIndex": 2,
        "extension": {"properties": properties},
    })  # fmt: skip


def test_a_column_of_1000_names_is_reconciled_and_extended(
    openrefine: OpenRefine, service: Served
) -> None:
    cites = cc.load_cites(kingdom="all")
    names = _thousand(cites)
    project = openrefine.project("n,name\n" + "".join(f"{i},{n}\n" for i, n in enumerate(names)))
    added = {
        "cites_appendix": "CITES Appendix", "cites_listed_as": "CITES entry",
        "cms_appendix": "CMS Appendix", "flag_codes": "Flags",
    }  # fmt: skip
    _reconcile(openrefine, project, service.addresses["cites"], {}, added)
    found = openrefine.export(project)
    assert [row["n"] for row in found] == [str(i) for i in range(1000)], "no row is lost or moved"
    answers = rows(cc.match_names(names, cites))
    matched = [answer["status"] == "matched" for answer in answers]
    assert 300 < sum(matched) < 1000
    for row, answer, is_matched in zip(found, answers, matched, strict=True):
        # the export has the name of the matched taxon in place of the cell
        assert row["name"] == (answer["name"] if is_matched else answer["query"])
        assert row["CITES Appendix"] == (answer["appendix"] or "" if is_matched else "")
        assert row["CITES entry"] == (answer["listed_as"] or "" if is_matched else "")
    assert sum(bool(row["CMS Appendix"]) for row in found) > 10


def test_years_and_countries_decide_as_in_lookup(openrefine: OpenRefine, service: Served) -> None:
    names = ["Panthera leo", "Uncia uncia", "Psittacus erithacus", "Loxodonta africana",
             "Manta birostris", "Felis catus", "Dendrobium nobile"]  # fmt: skip
    asked = [(n, y, c) for n in names for y in (2016, 2018, 2024) for c in ("India", "BW", "")]
    lines = [f"{i},{n},{y},{c}" for i, (n, y, c) in enumerate(asked)]
    project = openrefine.project("n,name,year,from\n" + "\n".join(lines) + "\n")
    added = {"cites_appendix": "CITES Appendix", "cites_scope": "CITES limits",
             "cms_appendix": "CMS Appendix"}  # fmt: skip
    beside = {"year": "date", "from": "country"}
    _reconcile(openrefine, project, service.addresses["both"], beside, added)
    found = openrefine.export(project)
    assert [row["n"] for row in found] == [str(i) for i in range(len(asked))]
    matched = [row for row in found if row["CITES Appendix"] or row["CMS Appendix"]]
    assert len(matched) > 30
    assert {row["CITES Appendix"] for row in matched} >= {"I", "II", "I|II"}
    for row, (name, year, country) in zip(found, asked, strict=True):
        if row not in matched:
            continue
        # an empty cell is not sent: no country decides
        answer = cc.lookup([name], dates=[year], countries=[country] if country else None).iloc[0]
        known = {key: "" if answer[key] is pd.NA or answer[key] is None else answer[key]
                 for key in added}  # fmt: skip
        assert known == {key: row[title] for key, title in added.items()}, (name, year, country)


def _thousand(cites: cc.Checklist) -> list[str]:
    """Accepted names, synonyms, typing errors, covered and unknown names."""
    uses = sorted({use.name for use in cites.with_members.records.names if " " in use.name})
    spread = uses[:: len(uses) // 800][:800]
    errors = [f"{name[:-1]}q" for name in spread[:100]]
    other = [f"Dendrobium ignotum{letter}" for letter in "abcdefghij"]
    return [*spread, *errors, *other, *(f"Pardosa moesta{i}" for i in range(90))]
