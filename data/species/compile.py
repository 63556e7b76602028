"""Make the compact files of these: ``python data/species/compile.py``.

``species.arrow``, ``common_names.arrow``, and ``known.csv``, of which a build reads a few lines.
"""

from pathlib import Path

from concordance.readers.common_names import FILE as COMMON_NAMES
from concordance.readers.common_names import compile_common_names
from concordance.readers.known import FILE as KNOWN
from concordance.readers.known import compile_known
from concordance.readers.species import FILE, compile_species

if __name__ == "__main__":
    folder = Path(__file__).parent
    compile_species(folder, folder.parent / FILE)
    compile_common_names(folder / "common_names.csv", folder.parent / COMMON_NAMES)
    (folder.parent / KNOWN).write_text(compile_known(folder), encoding="utf-8")
