"""OpenRefine from the packages of the system, without a window, as tests and pictures use it."""

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
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ENGINE = {"facets": [], "mode": "row-based"}
GENEROUS = 180.0


class OpenRefine:
    """The program over the addresses that its own pages use."""

    def __init__(self, base: str) -> None:
        self.address = base
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


def is_installed() -> bool:
    return bool(shutil.which("openrefine") and shutil.which("java"))


@contextmanager
def running(folder: Path) -> Iterator[OpenRefine]:
    """The program on a free port; its projects stand in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-p", str(port), "-d", str(folder), "-m", "512M", "-x", "refine.headless=true"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            ["openrefine", *options], stdout=log, stderr=log, start_new_session=True
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
