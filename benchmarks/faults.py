"""Kill the main jobs at random points, let the disk fail under them, run them side by side.

Run ``python benchmarks/faults.py`` in an environment with ``.[dev]`` (Linux; with strace the points
inside a write are hit exactly). It writes docs/quality/faults.md. Everything is drawn from
``--seed``.

After every kill the outputs must be whole, old or new; a second run must give the bytes of a run
that was never disturbed, and leave nothing else in the folder. Every failure of the disk must end
in a message and exit code 3, with the old outputs as they were.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality" / "faults.md"
FORMS = {"csv": "c.csv", "excel": "c.xlsx", "parquet": "c.parquet", "sssom": "c.sssom.tsv",
         "tcs": "tcs.csv", "markdown": "c.md", "latex": "c.tex"}  # fmt: skip
FOLDERS = ("coldp", "darwin_core", "datapackage")
#: calls that change something on the disk
CALLS = ("write", "fsync", "chmod", "rename", "renameat2", "mkdir", "unlink", "unlinkat", "rmdir")
FAILURES = ("ENOSPC", "EIO", "EROFS", "EDQUOT")
PAGES = 12


@dataclass(kw_only=True)
class Job:
    """A program, the folder that it writes, and what undisturbed runs leave there."""

    name: str
    code: str
    new: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)
    seconds: float = 0.0
    points: list = field(default_factory=list)

    def command(self, folder: Path) -> list[str]:
        """Return the command that writes into the folder."""
        return [sys.executable, "-B", "-c", self.code, str(folder)]

    def run(self, folder: Path, prefix: Any = (), **more: Any) -> subprocess.CompletedProcess:
        """Run to the end."""
        return subprocess.run([*prefix, *self.command(folder)], capture_output=True, text=True,
                              cwd=ROOT, **more)  # fmt: skip


MAIN = """
import sys
from concordance.cli import main
folder = sys.argv[1]
sys.exit(main(ARGUMENTS))
"""
EXPORT = """
import sys, warnings
import concordance as cc
day, folder = DAY, sys.argv[1]
con = cc.build(cc.load_cites(day), cc.load_cms(day))
try:
    for form, name in FORMS.items():
        con.export(f"{folder}/{name}", form)
    for form in FOLDERS:
        con.export(f"{folder}/{form}", form)
        con.export(f"{folder}/{form}.zip", form)
except cc.ConcordanceError as error:
    print(f"concordance: {error}", file=sys.stderr)
    sys.exit(3)
"""
FETCH = """
import sys
from pathlib import Path
import concordance as cc
from concordance.readers.speciesplus.client import SpeciesPlus
from concordance.readers.speciesplus.concepts import load_api
client = SpeciesPlus("t", cache=Path(sys.argv[1]) / "cache", base=BASE, sleep=lambda _: None)
try:
    print(load_api("cites", client).source.sha256)
except cc.ConcordanceError as error:
    print(f"concordance: {error}", file=sys.stderr)
    sys.exit(3)
"""


def fill(code: str, **values: Any) -> str:
    """Return the code with the values written in."""
    for name, value in values.items():
        code = code.replace(name, repr(value))
    return code


def jobs(scratch: Path, base: str) -> list[tuple[Job, str]]:
    """Return the jobs, each with the code that makes its older output."""
    names = scratch / "names.csv"
    names.write_text("name\n" + "Uncia uncia\nPanthera leo\nFalco pergrinus\n" * 60)

    def build(day: Any) -> Any:
        return MAIN.replace("ARGUMENTS", f"['build', '-o', f'{{folder}}/c.csv'{day}]")

    def match(which: Any) -> Any:
        return MAIN.replace("ARGUMENTS", f"['match', {str(names)!r}, '--column', 'name', '-o', "
                            f"f'{{folder}}/m.csv'{which}]")  # fmt: skip

    def export(day: Any) -> Any:
        return fill(EXPORT, DAY=day, FORMS=FORMS, FOLDERS=FOLDERS)

    return [
        (Job(name="build", code=build("")), build(", '--as-of', '2019-12-01'")),
        (Job(name="export", code=export(None)), export("2019-12-01")),
        (Job(name="match", code=match("")), match(", '--all'")),
        (Job(name="fetch", code=fill(FETCH, BASE=base)), ""),
    ]


def seen(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder with its content, by relative path."""
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}  # fmt: skip


def ready(job: Job, before: str, scratch: Path) -> None:
    """Run undisturbed: the old and the new outputs, the time it takes, the calls it makes."""
    folder = scratch / "ready"
    for code, name in ((before, "old"), (job.code, "new")):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if code:
            start = time.perf_counter()
            done = Job(name=job.name, code=code).run(folder)
            assert done.returncode == 0, done.stderr
            job.seconds = time.perf_counter() - start
        setattr(job, name, seen(folder))
    if job.old:
        assert job.old.keys() == job.new.keys()
    if shutil.which("strace"):
        put(job.old, folder)
        log = scratch / "log"
        job.run(folder, strace("-y", "-o", str(log)))
        job.points = points(log.read_text(errors="replace"), folder)
        assert job.points, f"{job.name}: no call on its outputs was seen"


def strace(*options: str) -> list[str]:
    """Return the start of a command that watches the calls of another."""
    return ["strace", "-f", "-qq", "-e", f"trace={','.join(CALLS)}", *options]


def points(log: str, folder: Path) -> list[tuple[str, int]]:
    """Return the calls of the main thread on the folder: name, and how many of its name before."""
    counts: Counter = Counter()
    found, main = [], log.split(maxsplit=1)[0]
    for line in log.splitlines():
        match = re.match(r"(\d+)\s+(\w+)\(", line)
        if not match or match.group(1) != main:
            continue
        counts[match.group(2)] += 1
        if str(folder) in line:
            found.append((match.group(2), counts[match.group(2)]))
    return found


def put(files: dict[str, bytes], folder: Path) -> None:
    """Make the folder hold exactly these files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def problems(job: Job, folder: Path, *, start: dict[str, bytes]) -> list[str]:
    """Return what is wrong with a folder that a killed or failed process left behind."""
    if job.name == "fetch":
        return whole_cache(folder / "cache")
    now, found = seen(folder), []
    tops = {name.split("/")[0] for name in job.new}
    for top in sorted(tops):
        part = {k: v for k, v in now.items() if k.split("/")[0] == top}
        allowed = [{k: v for k, v in state.items() if k.split("/")[0] == top}
                   for state in (start, job.new)]  # fmt: skip
        if part not in allowed:
            found.append(f"{top} is neither the old nor the new one")
    others = {name.split("/")[0] for name in now} - tops
    left = {name for name in others if not (name.startswith(".") and name.endswith(".part"))}
    return found + [f"{name} was left behind" for name in sorted(left)]


def whole_cache(cache: Path) -> list[str]:
    """Return the cached answers that are not whole."""
    from concordance.readers.speciesplus.client import _cached

    files = list(cache.glob("*.json")) if cache.exists() else []
    return [f"{p.name} is not whole" for p in files if _cached(p) is None]


def kill_in_a_write(job: Job, folder: Path, draw: random.Random) -> bool:
    """Kill at the entry of one call that changes an output; True where it was hit."""
    call, n = draw.choice(job.points)
    done = job.run(folder, strace("-e", f"inject={call}:signal=SIGKILL:when={n}"))
    return done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def kill_at_a_moment(job: Job, folder: Path, draw: random.Random) -> bool:
    """Kill after a random time; True where the process was still running."""
    child = subprocess.Popen(job.command(folder), cwd=ROOT, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)  # fmt: skip
    time.sleep(draw.uniform(0, job.seconds))
    hit = child.poll() is None
    child.kill()
    child.wait()
    return hit


def killed(job: Job, scratch: Path, draw: random.Random, times: int) -> dict:
    """Kill a job many times; return the counts."""
    folder = scratch / "ready"
    counts: Counter = Counter()
    wrong = []
    while counts["killed"] < times:
        start = job.old if draw.random() < 0.7 or job.name == "fetch" else {}
        put(start, folder)
        # a process killed twice in a row is not rare: a user who starts again at once
        for _ in range(draw.choice((1, 1, 1, 2))):
            inside = bool(job.points) and draw.random() < 0.7
            hit = (kill_in_a_write if inside else kill_at_a_moment)(job, folder, draw)
            counts["killed"] += hit
            counts["in a write"] += hit and inside
            wrong += problems(job, folder, start=start)
            counts["left a scratch file"] += any(n.endswith(".part") for n in seen(folder))
        again = job.run(folder)
        same = not again.returncode and seen(folder) == job.new
        counts["reruns"] += 1
        counts["reruns with the same bytes"] += same
        if not same:
            extra = sorted(seen(folder).keys() ^ job.new.keys())
            wrong.append(f"the rerun differs: {again.stderr[-300:]} {extra}")
    return {"job": job.name, **counts, "wrong": wrong}


def failing(job: Job, scratch: Path, draw: random.Random, times: int) -> dict:
    """Let one call on an output fail; the old outputs must stay, with a message."""
    folder, wrong, counts = scratch / "ready", [], Counter()
    # a failed fsync of the folder itself, a failed clearing up: the output is there all the same
    calls = [p for p in job.points if p[0] in ("write", "rename", "mkdir", "chmod", "fsync")]
    for _ in range(times):
        call, n = draw.choice(calls)
        failure = draw.choice(FAILURES)
        put(job.old, folder)
        done = job.run(folder, strace("-o", os.devnull, "-e",
                                        f"inject={call}:error={failure}:when={n}"))  # fmt: skip
        counts["failed"] += 1
        said = [line for line in done.stderr.splitlines() if line.startswith("concordance: ")]
        if done.returncode not in (0, 3) or "Traceback" in done.stderr:
            wrong.append(f"{call} {n} {failure}: exit {done.returncode}: {done.stderr[-300:]}")
        if done.returncode == 3:
            counts["exit 3 with a message"] += bool(said)
            wrong += [] if said else [f"{call} {n} {failure}: exit 3 without a message"]
        else:
            counts["written all the same"] += 1
            if seen(folder) != job.new:
                wrong.append(f"{call} {n} {failure}: exit 0 without the new output")
        wrong += problems(job, folder, start=job.old)
        left = [name for name in seen(folder) if name.endswith(".part")]
        wrong += [f"{call} {n} {failure}: {name} was left behind" for name in left]
    return {"job": job.name, **counts, "wrong": wrong}


def full_disk(job: Job, scratch: Path) -> dict:
    """A file size limit far below the output: as a full disk, without one."""
    folder = scratch / "ready"
    put(job.old, folder)
    limit = max(2_000, max(map(len, job.new.values())) // 4)

    def low() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = job.run(folder, preexec_fn=low)
    wrong = problems(job, folder, start=job.old)
    if done.returncode != 3 or "cannot be written (File too large)" not in done.stderr:
        wrong.append(f"exit {done.returncode}: {done.stderr[-300:]}")
    if any(name.endswith(".part") for name in seen(folder)):
        wrong.append("a scratch file was left behind")
    return {"job": job.name, "wrong": wrong}


def mounted(job: Job, scratch: Path, options: str, expected: str) -> dict | None:
    """A real small, or read-only, file system; None where none can be mounted."""
    place = scratch / "mounted"
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        return None
    try:
        done = job.run(place)
        wrong = []
        if done.returncode != 3 or expected not in done.stderr:
            wrong.append(f"exit {done.returncode}: {done.stderr[-300:]}")
        wrong += [f"{name} was left behind" for name in seen(place) if name.endswith(".part")]
        return {"job": job.name, "wrong": wrong}
    finally:
        subprocess.run(["umount", str(place)], check=True)


def together(job: Job, scratch: Path, rounds: int, processes: int = 3) -> dict:
    """Several processes write the same output at once: all succeed, the output is whole."""
    folder, wrong = scratch / "ready", []
    for _ in range(rounds):
        put(job.old, folder)
        running = [subprocess.Popen(job.command(folder), cwd=ROOT, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, text=True)
                   for _ in range(processes)]  # fmt: skip
        for child in running:
            _, said = child.communicate()
            if child.returncode:
                wrong.append(f"exit {child.returncode}: {said[-300:]}")
        if seen(folder) != job.new:
            wrong.append(f"not the output of one process: {sorted(seen(folder))}")
    return {"job": job.name, "rounds": rounds, "processes": processes, "wrong": wrong}


class Service:
    """A local service with the pages of a taxonomy; its clock runs backwards, a day a page."""

    def __enter__(self) -> Any:
        record = {"name_status": "A", "rank": "SPECIES", "author_year": "Gray, 1830"}
        records = [record | {"id": i, "full_name": f"Genus{i % 7} species{i}", "pad": "x" * 400}
                   for i in range(PAGES * 20)]  # fmt: skip

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                page = int(parse_qs(urlparse(self.path).query)["page"][0])
                shown = records[(page - 1) * 20 : page * 20]
                body = json.dumps({"pagination": {"total_entries": len(records)},
                                   "taxon_concepts": shown}).encode()  # fmt: skip
                self.send_response_only(200)
                self.send_header("Date", f"Mon, {28 - page:02d} Jan 2030 00:00:00 GMT")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/api/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def damaged(content: bytes, draw: random.Random) -> bytes:
    """Return a file as disks and editors leave it: cut, overwritten, emptied, of another kind."""
    at = draw.randrange(len(content))
    kind = draw.randrange(6)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]
    if kind == 2:
        return content[:at] + b"\0" * (len(content) - at)
    if kind == 3:
        lines = content.splitlines(keepends=True)
        del lines[draw.randrange(len(lines))]
        return b"".join(lines)
    return b"" if kind == 4 else b"\x1f\x8b" + draw.randbytes(200)


def cut(lines: list, rows: list[dict], *figures: str) -> None:
    """Add a table of counts."""
    lines += [f"| {' | '.join(['job', *figures, 'wrong'])} |", "|---" * (len(figures) + 2) + "|"]
    for row in rows:
        cells = [row["job"], *(str(row.get(n, 0)) for n in figures), str(len(row["wrong"]))]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")


def main() -> int:
    """Run everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--kills", type=int, default=60, help="for each of the four jobs")
    parser.add_argument("--failures", type=int, default=20, help="for each of the four jobs")
    parser.add_argument("--rounds", type=int, default=6, help="of processes side by side")
    parser.add_argument("--job", action="append", help="only build, export, match or fetch")
    parser.add_argument("--rows", type=Path, help="JSON lines to which the counts are added; the "
                        "page is of all of them")  # fmt: skip
    options = parser.parse_args()
    rows: dict[str, list[dict]] = {}
    if options.rows and options.rows.exists():
        for line in options.rows.read_text(encoding="utf-8").splitlines():
            step, row = json.loads(line)
            rows.setdefault(step, []).append(row)
    with tempfile.TemporaryDirectory() as name, Service() as service:
        scratch = Path(name)
        for job, before in jobs(scratch, service.url):
            if options.job and job.name not in options.job:
                continue
            draw = random.Random(f"{options.seed} {job.name}")
            ready(job, before, scratch)
            steps = {
                "kill": lambda: killed(job, scratch, draw, options.kills),
                "fail": lambda: failing(job, scratch, draw, options.failures),
                "full": lambda: full_disk(job, scratch),
                "small": lambda: mounted(job, scratch, "size=16k", "No space left"),
                "read-only": lambda: mounted(job, scratch, "ro", "ead-only"),
                "together": lambda: together(job, scratch, options.rounds),
            }
            for step, run in steps.items():
                row = run()
                if row is not None:
                    rows.setdefault(step, []).append(row)
                    if options.rows:
                        with options.rows.open("a", encoding="utf-8") as file:
                            file.write(json.dumps([step, row]) + "\n")
                print(step, row, flush=True)
    PAGE.write_text(page(rows, options.seed), encoding="utf-8")
    wrong = [w for found in rows.values() for row in found for w in row["wrong"]]
    print(*wrong, sep="\n")
    return bool(wrong)


def page(rows: dict[str, list[dict]], seed: int) -> str:
    """Return docs/quality/faults.md."""
    lines = [
        "# Faults", "",
        f"Written by `python benchmarks/faults.py`, seed {seed}. *wrong* counts every output that "
        "was neither the old nor the new one, every rerun with other bytes, every file left behind "
        "and every exception without a message.", "", "## Killed (SIGKILL)", "",
        "*in a write*: killed at the start of a random call that changes an output or its folder "
        "(`strace`; drawn from all such calls of an undisturbed run). The others were killed after "
        "a random time, some twice before the rerun. The next run removes the scratch file of a "
        "killed process.", "",
    ]  # fmt: skip
    cut(lines, rows["kill"], "killed", "in a write", "left a scratch file", "reruns",
        "reruns with the same bytes")  # fmt: skip
    total = sum(row["killed"] for row in rows["kill"])
    inside = sum(row["in a write"] for row in rows["kill"])
    lines += [
        f"In all {total} kills, {inside} of them in a write.", "",
        "## One call on an output fails", "",
        f"One of {', '.join(FAILURES)}, at a random call. *written all the same*: the failed call "
        "was the sync of the folder, after the output was in place.", "",
    ]  # fmt: skip
    cut(lines, rows["fail"], "failed", "exit 3 with a message", "written all the same")
    titles = {"full": "A file size limit (RLIMIT_FSIZE)", "small": "A full disk of 16 kB",
              "read-only": "A read-only disk"}  # fmt: skip
    for step, title in titles.items():
        lines += [f"## {title}", ""]
        cut(lines, rows.get(step, []))
    lines += ["## Several processes on one output and one cache", ""]
    cut(lines, rows["together"], "processes", "rounds")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
