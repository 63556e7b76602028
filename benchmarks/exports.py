"""Time every exporter on 38,000 rows and write ``docs/exports.md``.

Run ``python benchmarks/exports.py``. The rows are those of the package, repeated under new ids.
"""

import os
import platform
import tempfile
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import concordance as cc
from concordance.exports.formats import Format, export

ROWS = 38_000
NAMES = {"csv": "c.csv", "excel": "c.xlsx", "parquet": "c.parquet", "sssom": "c.tsv",
         "tcs": "t.csv", "markdown": "c.md", "latex": "c.tex", "coldp": "coldp.zip",
         "darwin_core": "dwca.zip", "datapackage": "dp.zip", "docx": "c.docx"}  # fmt: skip


def main() -> None:
    result = cc.build(cc.load_cites(), cc.load_cms()).result()
    copies = -(-ROWS // len(result.table))
    table = pd.concat([result.table] * copies, ignore_index=True).iloc[:ROWS]
    ids = [f"{text}{i:x}" for i, text in enumerate(table["concordance_id"])]
    table["concordance_id"] = pd.Series(ids, dtype=table["concordance_id"].dtype)
    result = replace(result, table=table)
    lines = ["# Time of the exports", "", f"`python benchmarks/exports.py`: {ROWS:,} rows, "
             "best of 3 runs, with CSV as the\nbaseline.", "",
             "| format | seconds | ratio to csv | MB |", "|---|---|---|---|"]  # fmt: skip
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in Format:
            path = Path(folder) / NAMES[form.value]
            runs = []
            for _ in range(3):
                start = time.perf_counter()
                export(result, path, form.value)
                runs.append(time.perf_counter() - start)
            seconds[form.value] = min(runs)
            size = os.path.getsize(path) / 1e6
            lines.append(f"| {form.value} | {min(runs):.2f} | {min(runs) / seconds['csv']:.1f} | "
                         f"{size:.1f} |")  # fmt: skip
    versions = ", ".join(f"{p} {version(p)}" for p in ("pandas", "pyarrow", "xlsxwriter"))
    lines += ["", f"Python {platform.python_version()}, {platform.machine()}, {versions}"]
    text = "\n".join(lines) + "\n"
    (Path(__file__).parents[1] / "docs" / "exports.md").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
