"""Time the main job as a whole process, against the imports that it cannot do without.

Run ``python benchmarks/startup.py`` in an environment with the package installed. It prints the
best of several runs of each, their ratio, and the versions, as Markdown.
"""

import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

RUNS = 7


def best(command: list[str], folder: str) -> float:
    """Return the shortest wall time of the command, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as folder:
        work = {
            "import pandas, pyarrow, rapidfuzz": [
                sys.executable, "-c", "import pandas, pyarrow, rapidfuzz"],
            "import pandas": [sys.executable, "-c", "import pandas"],
            "import concordance": [sys.executable, "-c", "import concordance"],
            "concordance build": [
                sys.executable, "-m", "concordance", "build", "-o", "concordance.csv"],
        }  # fmt: skip
        seconds = {name: best(command, folder) for name, command in work.items()}
    floor = seconds["import pandas, pyarrow, rapidfuzz"]
    lines = [
        "# Time of the main job",
        "",
        f"`python benchmarks/startup.py`: best of {RUNS} runs, whole process. Compare ratios.",
        "",
        "| process | seconds | ratio to the first |",
        "|---|---|---|",
        *(f"| `{n}` | {s:.2f} | {s / floor:.2f} |" for n, s in seconds.items()),
        "",
        f"Python {platform.python_version()}, {platform.machine()}, "
        + ", ".join(f"{p} {version(p)}" for p in ("pandas", "pyarrow", "numpy", "rapidfuzz")),
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    (root / "docs" / "startup.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
