"""OpenRefine itself, without a window, reconciles a column with the service and extends it."""

from collections.abc import Iterator

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


def test_a_column_of_1000_names_is_reconciled_and_extended(
    openrefine: OpenRefine, service: Served
) -> None:
    cites = cc.load_cites(kingdom="all")
    names = _thousand(cites)
    project = openrefine.project("n,name\n" + "".join(f"{i},{n}\n" for i, n in enumerate(names)))
    manifest = requests.get(service.addresses["cites"], timeout=60).json()
    spaces = {key: manifest[key] for key in ("identifierSpace", "schemaSpace")}
    config = {"mode": "standard-service", "service": service.addresses["cites"], **spaces,
              "type": manifest["defaultTypes"][0], "autoMatch": True, "columnDetails": [],
              "limit": 0}  # fmt: skip
    openrefine.apply(
        project,
        {"op": "core/recon", "engineConfig": ENGINE, "columnName": "name", "config": config},
    )
    openrefine.apply(project, {
        "op": "core/extend-reconciled-data", "engineConfig": ENGINE, "baseColumnName": "name",
        "endpoint": service.addresses["cites"], **spaces, "columnInsertIndex": 2,
        "extension": {"properties": [
            {"id": "cites_appendix", "name": "CITES Appendix"},
            {"id": "cites_listed_as", "name": "CITES entry"},
            {"id": "cms_appendix", "name": "CMS Appendix"},
            {"id": "flag_codes", "name": "Flags"},
        ]},
    })  # fmt: skip
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


def _thousand(cites: cc.Checklist) -> list[str]:
    """Accepted names, synonyms, typing errors, covered and unknown names."""
    uses = sorted({use.name for use in cites.with_members.records.names if " " in use.name})
    spread = uses[:: len(uses) // 800][:800]
    errors = [f"{name[:-1]}q" for name in spread[:100]]
    other = [f"Dendrobium ignotum{letter}" for letter in "abcdefghij"]
    return [*spread, *errors, *other, *(f"Pardosa moesta{i}" for i in range(90))]
