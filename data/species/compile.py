"""Make what is derived from these files and from those above: ``python data/species/compile.py``.

``species.arrow`` and ``common_names.arrow`` are compact forms of tables. A build reads a few lines
of ``known.csv``. ``SHA256SUMS`` has the checksums of all CSV files. ``spells.arrow`` has how the
list of each treaty differs from one spell to the next.
"""

import hashlib
from pathlib import Path

from concordance.arrange.spells import spells_of
from concordance.arrange.treaties import load_cites, load_cms
from concordance.readers.common_names import FILE as COMMON_NAMES
from concordance.readers.common_names import compile_common_names
from concordance.readers.known import FILE as KNOWN
from concordance.readers.known import compile_known
from concordance.readers.species import FILE, compile_species
from concordance.readers.spells import FILE as SPELLS
from concordance.readers.spells import write_spells

if __name__ == "__main__":
    folder = Path(__file__).parent
    data = folder.parent
    compile_species(folder, data / FILE)
    compile_common_names(folder / "common_names.csv", data / COMMON_NAMES)
    (data / KNOWN).write_text(compile_known(folder), encoding="utf-8")
    tables = [path for place in (data, folder) for path in sorted(place.glob("*.csv"))]
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(data).as_posix()}\n"
        for path in tables
    ]
    (data / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    lists = (load_cites(), load_cms())
    spells = {one.key: spells_of(one, one.span()) for one in lists if one.span is not None}
    write_spells(data / SPELLS, spells)
