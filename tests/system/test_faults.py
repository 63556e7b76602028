"""Killed, full, read-only, two at once, damaged: old outputs whole, a clear error or a clean rerun."""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faults
import pytest
from builders import Server, client

import concordance as cc
from concordance import files
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError
from concordance.files import write_many, write_whole
from concordance.readers import appendices, package
from concordance.readers.speciesplus.concepts import load_api

MANY = {"a.csv": b"a" * 3000, "b.txt": b"b"}

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Any]:
    with faults.Service() as service:
        made = {job.name: (job, before) for job, before in faults.jobs(tmp_path, service.url)}

        def get(name: Any) -> Any:
            job, before = made[name]
            faults.ready(job, before, tmp_path)
            return job

        yield get


@linux
@pytest.mark.parametrize(("name", "times"), [("match", 2), ("fetch", 3)])
def test_killed_at_random_points(ready: Any, tmp_path: Path, name: Any, times: Any) -> None:
    if not shutil.which("strace"):
        pytest.skip("needs strace to hit a write: apt-get install strace")
    job = ready(name)
    row = faults.killed(job, tmp_path, random.Random(7), times)
    assert row["wrong"] == []
    assert row["killed"] >= times
    assert faults.failing(job, tmp_path, random.Random(7), 2)["wrong"] == []


SMALL = """
import sys
from pathlib import Path
from concordance.files import write_many, write_whole
place, mark = Path(sys.argv[1]), sys.argv[2].encode()
for _ in range(int(sys.argv[3])):
    write_whole(place / "one.csv", mark * 20_000)
    write_many(place / "many", {"a": mark * 20_000, "b": mark})
    write_many(place / "many.zip", {"a": mark * 20_000, "b": mark})
"""


def _small(folder: Any, mark: Any, times: Any, **more: Any) -> Any:
    command = [sys.executable, "-c", SMALL, str(folder), mark, str(times)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **more)


def _whole(folder: Any, marks: Any) -> None:
    one = (folder / "one.csv").read_bytes()
    assert one in [m.encode() * 20_000 for m in marks]
    many = {p.name: p.read_bytes() for p in (folder / "many").iterdir()}
    assert many in [{"a": m.encode() * 20_000, "b": m.encode()} for m in marks]


@linux
def test_writers_killed_all_the_time_leave_whole_files(tmp_path: Path) -> None:
    draw = random.Random(3)
    _small(tmp_path, "x", 1).communicate()
    for mark in "abcdefgh":
        child = _small(tmp_path, mark, 100_000)
        try:
            child.wait(0.3 + draw.random() / 10)
        except subprocess.TimeoutExpired:
            child.kill()
        child.communicate()
        _whole(tmp_path, "x" + "abcdefgh")
    assert _small(tmp_path, "z", 1).communicate()[1] == ""
    _whole(tmp_path, "z")
    assert sorted(os.listdir(tmp_path)) == ["many", "many.zip", "one.csv"]


@linux
def test_several_processes_write_one_output(tmp_path: Path) -> None:
    running = [_small(tmp_path, mark, 60) for mark in "abc"]
    for child in running:
        _, said = child.communicate()
        assert (child.returncode, said) == (0, "")
    _whole(tmp_path, "abc")
    assert sorted(os.listdir(tmp_path)) == ["many", "many.zip", "one.csv"]


def test_a_scratch_file_in_use_is_left_alone(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="needs locks of files")
    handle, held = files._scratch_file(tmp_path / "x.csv")
    stale = tmp_path / ".x.csv.dead.part"
    stale.write_bytes(b"half")
    (tmp_path / ".x.csv.deaddir.part").mkdir()
    other = tmp_path / ".y.csv.dead.part"
    other.write_bytes(b"half")
    write_whole(tmp_path / "x.csv", b"new")
    assert held.exists()
    assert not stale.exists()
    assert other.exists()
    os.close(handle)
    write_whole(tmp_path / "x.csv", b"new")
    assert sorted(os.listdir(tmp_path)) == [other.name, "x.csv"]


def _fails(name: Any, code: Any, at: Any = 1) -> Any:
    """The n-th call of a function of os fails."""
    real, count = getattr(os, name), [0]

    def call(*arguments: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] == at:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **more)

    return call


@pytest.mark.parametrize("name", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "Free some space"), (errno.EROFS, "read-only"), (errno.EIO, "may write to")],
)
def test_every_failure_of_the_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: Any, code: Any, advice: Any
) -> None:
    path = tmp_path / "x.csv"
    write_whole(path, b"old")
    with monkeypatch.context() as patched:
        patched.setattr(os, name, _fails(name, code))
        with pytest.raises(ConcordanceError, match=advice):
            write_whole(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("at", [1, 2])
def test_folders_are_replaced_in_two_steps_where_one_is_not_to_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    path = tmp_path / "d"
    write_many(path, {"a.csv": b"old"})
    monkeypatch.setattr(files, "_swap", lambda one, other: False)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _fails("replace", errno.EIO, at))
        with pytest.raises(ConcordanceError, match="nothing was changed"):
            write_many(path, {"a.csv": b"new"})
    assert (path / "a.csv").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["d"]
    write_many(path, {"a.csv": b"new"})
    assert (path / "a.csv").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["d"]
    # killed between the two steps: the next write finds the old folder again
    path.rename(tmp_path / ".d.old")
    with pytest.raises(ConcordanceError, match="contains other files"):
        write_many(path, {"b.csv": b"other"})
    assert (path / "a.csv").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["d"]


def test_a_pipe_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    write_whole(pipe, b"text")
    assert reader.communicate()[0] == b"text"
    assert pipe.is_fifo()
    write_whole(Path(os.devnull), b"text")
    assert not Path(os.devnull).is_file()


def test_the_longest_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("象" * 83 + ".csv")
    write_whole(path, b"x")
    write_many(tmp_path / ("d" * 250), MANY)
    assert path.read_bytes() == b"x"


# caches --------------------------------------------------------------------------------------


def test_damaged_caches_are_fetched_anew(tmp_path: Path) -> None:
    draw = random.Random(5)
    with Server() as server:
        wanted = load_api("cites", client(server, tmp_path)).source.sha256
        whole = {p: p.read_bytes() for p in tmp_path.iterdir()}
        assert len(whole) == 2
        for _ in range(60):
            path = draw.choice(list(whole))
            path.write_bytes(faults.damaged(whole[path], draw))
            asked = len(server.asked)
            if draw.random() < 0.3:
                with pytest.raises(cc.NetworkError, match="its cached answer is damaged"):
                    load_api("cites", client(server, tmp_path, offline=True))
            assert load_api("cites", client(server, tmp_path)).source.sha256 == wanted
            assert len(server.asked) == asked + 1


def test_a_cached_answer_that_reads_well_but_was_changed_is_not_used(tmp_path: Path) -> None:
    with Server() as server:
        load_api("cites", client(server, tmp_path))
        for path in tmp_path.iterdir():
            path.write_text(path.read_text(encoding="utf-8").replace("Aus bus", "Aus cus"))
        assert "Aus bus" in load_api("cites", client(server, tmp_path)).taxa["name"].tolist()
        for path in tmp_path.iterdir():
            answer = json.loads(path.read_text(encoding="utf-8"))
            del answer["sha256"]
            path.write_text(json.dumps(answer))
        with pytest.raises(cc.NetworkError, match="damaged"):
            load_api("cites", client(server, tmp_path, offline=True))


def test_a_cache_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    with Server() as server:
        with pytest.raises(ConcordanceError, match="cache folder cannot be created"):
            load_api("cites", client(server, tmp_path / "file" / "cache"))
        monkeypatch.setattr(os, "fsync", _fails("fsync", errno.ENOSPC))
        with pytest.raises(ConcordanceError, match="No space left on device"):
            load_api("cites", client(server, tmp_path))
        assert not [p for p in tmp_path.iterdir() if p.name != "file"]
        assert len(load_api("cites", client(server, tmp_path)).taxa) == 2


def test_a_clock_that_goes_backwards_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, con: Concordance
) -> None:
    import time

    with faults.Service() as service:

        def get(**more: Any) -> Any:
            from concordance.readers.speciesplus.client import SpeciesPlus

            mine = SpeciesPlus(
                "t", cache=tmp_path / "c", base=service.url, sleep=lambda _: None, **more
            )
            return load_api("cites", mine).source

        first = get()
        # the service dates every page a day before the one that it gave first
        assert first.version == "retrieved 2030-01-16 to 2030-01-27"
        assert first.as_of == "2030-01-27"
        for path in (tmp_path / "c").iterdir():
            os.utime(path, (4e9, 4e9))
        monkeypatch.setattr(time, "time", lambda: 0.0)
        assert get(offline=True) == first
    for form, name in {**faults.FORMS, "coldp": "x.zip"}.items():
        con.export(tmp_path / name, form)
    before = {n: (tmp_path / n).read_bytes() for n in faults.FORMS.values()}
    monkeypatch.setattr(time, "time", lambda: 4e9)
    for form, name in faults.FORMS.items():
        con.export(tmp_path / name, form)
    assert before == {n: (tmp_path / n).read_bytes() for n in faults.FORMS.values()}


# the data of the package -----------------------------------------------------------------------


def test_damaged_data_of_the_package_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(11)
    folder = tmp_path / "data"
    shutil.copytree(package.data_folder(), folder)
    for module in (appendices, package):
        monkeypatch.setattr(module, "data_folder", lambda: folder)
    whole = {p: p.read_bytes() for p in sorted(folder.glob("*.csv"))}
    used = ["cites_listings.csv", "cites_taxa.csv", "synonyms.csv", "covered_species.csv"]
    for _ in range(40):
        path = folder / draw.choice(used)
        path.write_bytes(faults.damaged(whole[path], draw))
        package.read_checked.cache_clear()
        with pytest.raises(cc.ChecklistError, match=path.name):
            cc.load_cites()
        path.write_bytes(whole[path])
    package.read_checked.cache_clear()
    assert len(cc.load_cites().taxa) > 1000
    folder = folder.rename(tmp_path / "without sums")  # what was read is kept by its folder
    (folder / "SHA256SUMS").unlink()
    with pytest.raises(cc.ChecklistError, match="SHA256SUMS beside it cannot be read"):
        cc.load_cites()
