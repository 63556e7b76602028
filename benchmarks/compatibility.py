"""Run the tests with the oldest and the newest dependencies on every Python that is supported.

Run ``python benchmarks/compatibility.py`` in an environment with the extra ``compatibility`` (uv).
A cell is one Python and one resolution: *oldest* takes the lowest version of each direct dependency
that the project claims and that has a wheel for that Python (``uv pip compile --resolution
lowest-direct``), *newest* the latest of everything. Every cell gets an environment of its own, in
which the project is installed and its tests are run. docs/quality/compatibility.md is the table, of
what was run; a Python that this machine does not have is listed as not run.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality" / "compatibility.md"
PYTHONS = ("3.11", "3.12", "3.13")
ENDS = ("oldest", "newest")
#: the cells with every test; the others run these, unless ``--full``
WHOLE = {("3.11", "oldest"), ("3.13", "newest")}
SOME = ["tests/unit", "tests/data", "tests/laws/test_build.py", "tests/laws/test_join.py"]
SHOWN = ("pandas", "numpy", "pyarrow", "rapidfuzz", "requests", "platformdirs")
#: no source of these is built: what has no wheel for a Python is not claimed for it
WHEELS = ("pandas", "numpy", "pyarrow", "rapidfuzz", "matplotlib")


def uv(*arguments: str, **more: Any) -> subprocess.CompletedProcess:
    """Run uv, the one of this environment."""
    program = Path(sys.executable).with_name("uv")
    command = [str(program) if program.exists() else "uv", *arguments]
    return subprocess.run(command, capture_output=True, text=True, **more)


def interpreter(python: str) -> str:
    """Return the path of a Python of this machine, blank where it has none."""
    # uv looks along the path; the Pythons of pyenv stand beside it
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    folders = [str(p / "bin") for p in sorted(pyenv.glob(f"{python}.*"))]
    path = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    found = uv("python", "find", "--no-python-downloads", python, env={**os.environ, "PATH": path})
    return found.stdout.strip() if found.returncode == 0 else ""


def cell(python: str, end: str, work: Path, tests: list[str]) -> dict:
    """Install and test one cell; return its row."""
    row = {"python": python, "end": end, "tests": "some" if tests else "all"}
    path = interpreter(python)
    if not path:
        return row | {"result": "not run: no such Python on this machine"}
    folder = work / f"{python}-{end}"
    shutil.rmtree(folder, ignore_errors=True)
    project = folder / "project"
    left_out = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, project, ignore=left_out)
    inside = str(folder / "venv" / "bin" / "python")
    wheels = [f"--only-binary={name}" for name in WHEELS]
    steps = [("venv", "--seed", "--python", path, str(folder / "venv"))]
    floor = []
    if end == "oldest":
        floor = ["--constraints", str(folder / "floor.txt")]
        steps.append(("pip", "compile", "--resolution", "lowest-direct", "--python", inside,
                      "--extra", "excel", *wheels, "--output-file", str(folder / "floor.txt"),
                      str(project / "pyproject.toml")))  # fmt: skip
    steps.append(("pip", "install", "--python", inside, *wheels, *floor, f"{project}[dev]"))
    for step in steps:
        done = uv(*step)
        if done.returncode:
            reason = " ".join(done.stderr.split())[-300:]
            return row | {"result": f"not installed: {reason}"}
    listed = json.loads(uv("pip", "list", "--python", inside, "--format", "json").stdout)
    versions = {p["name"]: p["version"] for p in listed}
    row |= {name: versions[name] for name in SHOWN}
    told = subprocess.run([inside, "--version"], capture_output=True, text=True)
    row["python"] = told.stdout.split()[-1]
    start = time.monotonic()
    done = subprocess.run([inside, "-m", "pytest", *tests], cwd=project, capture_output=True,
                          text=True, env=_environment())  # fmt: skip
    row["seconds"] = round(time.monotonic() - start)
    (folder / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    counts = re.findall(r"(\d+) (passed|failed|skipped|error)", done.stdout)
    row["result"] = ", ".join(f"{n} {what}" for n, what in counts) or "see the log"
    row["ok"] = done.returncode == 0
    return row


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    kept.setdefault("CONCORDANCE_SHARED", str(ROOT.parent / "shared"))
    return kept


def page(rows: list[dict]) -> str:
    """Return docs/quality/compatibility.md."""
    heads = ("Python", "dependencies", *SHOWN, "tests run", "result")
    lines = ["# Compatibility", "",
             "Written by `python benchmarks/compatibility.py`, which installs the project in an "
             "environment of its own for every cell and runs the tests there. *oldest*: the lowest "
             "version of each direct dependency that is claimed and has a wheel for that Python "
             "(`uv pip compile --resolution lowest-direct`); *newest*: the latest of all.", "",
             f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]  # fmt: skip
    for row in rows:
        versions = [row.get(name, "-") for name in SHOWN]
        result = row["result"] + ("" if row.get("ok", True) else " **(fails)**")
        cells = [row["python"], row["end"], *versions, row["tests"], result]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", f"*some*: {', '.join(f'`{name}`' for name in SOME)}."]
    missing = sorted({row["python"] for row in rows if row["result"].startswith("not run")})
    lines += ["", f"Pythons not found on the machine: {', '.join(missing) or 'none'}."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the cells and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", action="append", help="only this Python; may be repeated")
    parser.add_argument("--end", action="append", choices=ENDS, help="only this end")
    parser.add_argument("--full", action="store_true", help="every test in every cell")
    parser.add_argument("--work", type=Path, help="keep environments, logs and cells that were "
                        "run; the page is of all of them")  # fmt: skip
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        for python in options.python or PYTHONS:
            for end in options.end or ENDS:
                tests = [] if options.full or (python, end) in WHOLE else SOME
                row = cell(python, end, work, tests)
                (work / f"{python}-{end}.json").write_text(json.dumps(row), encoding="utf-8")
                print(row, flush=True)
        rows = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(work.glob("*.json"))]
    rows.sort(key=lambda row: (row["python"].split(".")[1], row["end"] == "newest"))
    PAGE.write_text(page(rows), encoding="utf-8")
    return 0 if all(row.get("ok", True) for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
