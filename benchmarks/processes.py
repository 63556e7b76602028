"""Commands in processes of their own: time, CPU, largest memory, and what went wrong."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEERS = HERE / ".venv"
#: MiB and seconds after which a process is stopped, so that one peer does not take the machine
MEMORY, PATIENCE = 12 * 1024, 420


@dataclass(frozen=True)
class Finished:
    """What one process cost: seconds, MiB; ``error`` blank where it ended well."""

    wall: float
    cpu: float
    peak: float
    printed: str
    error: str

    def told(self) -> Any:
        """Return the figures that the process printed of itself as its last line, or the error."""
        if self.error:
            return {"error": self.error}
        return json.loads(self.printed.splitlines()[-1])


def peers_python() -> Any:
    """Return the interpreter that has the peers; the first time, make and fill it."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r",
                        str(HERE / "requirements.txt")], check=True)  # fmt: skip
    return str(python)


def run(command: Any, *, memory: Any = MEMORY, patience: Any = PATIENCE, folder: Any = None) -> Any:
    """Run a command to its end, or until it takes too much memory or time.

    The largest memory is read from /proc while it runs (VmHWM): what the parent held before the
    process began, which `getrusage` counts too, is not in it.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder)
        watch = _Watch(process, memory, start + patience)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        watch.ended.set()
        watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        printed, complaint = (_text(file) for file in (out, err))
    last = (complaint.strip().splitlines() or ["no message"])[-1]
    error = watch.stopped or (f"exit {process.returncode}: {last}" if process.returncode else "")
    return Finished(wall, usage.ru_utime + usage.ru_stime, watch.peak, printed, error)


def best(commands: Any, runs: Any) -> Any:
    """Return the best of several runs of each command, run in turn so that noise meets all."""
    found = {}
    for _ in range(runs):
        for name, command in commands.items():
            done = run(command)
            if name not in found or done.wall < found[name].wall:
                found[name] = done
    return found


def _text(file: Any) -> Any:
    file.seek(0)
    return file.read().decode(errors="replace")


class _Watch(threading.Thread):
    """Looks at the memory of a process until it ends, and stops it at a limit."""

    def __init__(self, process: Any, memory: Any, deadline: Any) -> None:
        super().__init__(daemon=True)
        self.process, self.memory, self.deadline = process, memory, deadline
        self.peak, self.stopped, self.ended = 0.0, "", threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.01):
            self.peak = max(self.peak, _largest(self.process.pid))
            if self.peak > self.memory:
                self.stopped = f"stopped at {self.memory / 1024:.0f} GiB"
            elif time.perf_counter() > self.deadline:
                self.stopped = "stopped: took too long"
            if self.stopped:
                os.kill(self.process.pid, signal.SIGKILL)
                return


def _largest(pid: Any) -> Any:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0.0
