"""The notebooks run as they are, offline, and are kept without outputs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

NAMES = [
    "01_explore_the_concordance", "02_review_and_decide", "03_your_own_list",
    "04_what_if_a_reference_were_adopted", "05_what_the_cops_changed",
    "06_trade_by_appendix",
]  # fmt: skip
#: no connection leaves the machine: the kernel may talk to itself only
OFFLINE = """
import socket as _socket
_connect = _socket.socket.connect
def _refuse(self, address):
    local = self.family == _socket.AF_UNIX or str(address[0]) in ("127.0.0.1", "::1", "localhost")
    if not local:
        raise AssertionError(f"a notebook asks the network: {address}")
    return _connect(self, address)
_socket.socket.connect = _refuse
"""


def cells_of(root: Path, name: Any) -> Any:
    path = root / "notebooks" / f"{name}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_there_are_no_others(root: Path) -> None:
    assert sorted(p.stem for p in (root / "notebooks").glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_stripped(root: Path, name: Any) -> None:
    for cell in cells_of(root, name):
        assert not cell.get("outputs"), f"{name}: clear the outputs before a commit"
        assert cell.get("execution_count") is None, f"{name}: clear the counts before a commit"
        assert cell["metadata"] == {}, f"{name}: metadata of a viewer in {cell['id']}"


@pytest.mark.parametrize("name", NAMES)
def test_each_teaches_and_says_what_it_is_not(root: Path, name: Any) -> None:
    cells = cells_of(root, name)
    prose = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    code = [c for c in cells if c["cell_type"] == "code"]
    assert "Not an official position of CITES, CMS or UNEP" in prose
    assert len(prose.split()) > 20 * len(code), "more words than code"
    linked = re.findall(r"\]\((\w+)\.ipynb\)", prose)
    assert set(linked) <= set(NAMES)
    assert linked or name == NAMES[-1]


@pytest.mark.parametrize("name", NAMES)
def test_the_cells_run(
    root: Path, name: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat, in the dev extra")
    nbclient = pytest.importorskip("nbclient", reason="needs nbclient, in the dev extra")
    pytest.importorskip("ipykernel", reason="needs ipykernel, in the dev extra")
    for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    notebook = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))
    nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
            pictures = output.get("data", {})
            shown += "text/html" in pictures or "image/svg+xml" in pictures
            assert "<script" not in pictures.get("text/html", "")
    assert shown >= 3
