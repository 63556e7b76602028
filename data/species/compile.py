"""Make ``data/species.arrow`` and ``data/common_names.arrow`` of these files: ``python data/species/compile.py``."""

from pathlib import Path

from concordance.readers.common_names import FILE as COMMON_NAMES
from concordance.readers.common_names import compile_common_names
from concordance.readers.species import FILE, compile_species

if __name__ == "__main__":
    folder = Path(__file__).parent
    compile_species(folder, folder.parent / FILE)
    compile_common_names(folder / "common_names.csv", folder.parent / COMMON_NAMES)
