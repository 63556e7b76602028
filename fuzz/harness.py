"""Coverage-guided fuzzing of one target: python fuzz/harness.py names -max_total_time=60.

Needs atheris (pip install atheris). What follows the target goes to libFuzzer; inputs that reach
new code are kept in fuzz/work, a crash is written to the current folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
with atheris.instrument_imports(include=["concordance"]):
    sys.path.insert(0, str(HERE))
    import targets


def main() -> None:
    """Run libFuzzer on the target that is named first."""
    name, *options = sys.argv[1:]
    work = HERE / "work" / name
    work.mkdir(parents=True, exist_ok=True)
    defaults = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096"]
    folders = [str(work), str(HERE / "seeds" / name)]
    atheris.Setup([sys.argv[0], *defaults, *options, *folders], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
