"""OpenRefine itself, without a window, reconciles a column with the service and extends it."""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from serving import Served, served

import concordance as cc
from concordance.schema import rows

ENGINE = {"facets": [], "mode": "row-based"}
GENEROUS = 180.0


class OpenRefine:
    """The program over the addresses that its own pages use."""

    def __init__(self, base: str) -> None:
        self._base = f"{base}/command/core"
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, command: str, **parameters: str) -> Any:
        reply = self._session.get(f"{self._base}/{command}", params=parameters, timeout=60)
        reply.raise_for_status()
        return reply

    def post(self, command: str, files: Any = None, **data: str) -> Any:
        token = self.get("get-csrf-token").json()["token"]
        reply = self._session.post(
            f"{self._base}/{command}", params={"csrf_token": token}, data=data, files=files,
            timeout=60,
        )  # fmt: skip
        reply.raise_for_status()
        return reply

    def project(self, table: str) -> str:
        options = {"separator": ",", "headerLines": 1, "guessCellValueTypes": False}
        reply = self.post(
            "create-project-from-upload",
            files={"project-file": ("names.csv", table.encode(), "text/csv")},
            **{"project-name": "names", "format": "text/line-based/*sv",
               "options": json.dumps(options)},
        )  # fmt: skip
        return str(reply.url).partition("project=")[2]

    def apply(self, project: str, operation: dict[str, Any]) -> None:
        """Run an operation, and wait until it has ended."""
        reply = self.post("apply-operations", project=project, operations=json.dumps([operation]))
        assert reply.json()["code"] in ("ok", "pending"), reply.text
        end = time.monotonic() + GENEROUS
        while self.get("get-processes", project=project).json()["processes"]:
            assert time.monotonic() < end, "the operation does not end"
            time.sleep(0.2)

    def export(self, project: str) -> list[dict[str, str]]:
        reply = self.post("export-rows", project=project, format="csv", engine=json.dumps(ENGINE))
        return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8"))))


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    with served() as one:
        yield one


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    program = shutil.which("openrefine")
    if not program or not shutil.which("java"):
        pytest.skip("OpenRefine is not installed (apt-get install openrefine)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("openrefine")
    options = ["-p", str(port), "-d", str(folder), "-m", "512M", "-x", "refine.headless=true"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [program, *options], stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield _started(f"http://127.0.0.1:{port}", folder / "log")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _started(base: str, log: Path) -> OpenRefine:
    program = OpenRefine(base)
    end = time.monotonic() + GENEROUS
    while time.monotonic() < end:
        try:
            program.get("get-csrf-token")
            return program
        except requests.RequestException:
            time.sleep(0.5)
    raise AssertionError(log.read_text())


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
