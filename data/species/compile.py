"""Make ``data/species.arrow`` of these files: ``python data/species/compile.py``."""

from pathlib import Path

from concordance.readers.species import FILE, compile_species

if __name__ == "__main__":
    folder = Path(__file__).parent
    compile_species(folder, folder.parent / FILE)
