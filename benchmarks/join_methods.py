"""Every way to join two lists of names, ours and the peers'; one of them in a process of its own.

``python benchmarks/join_methods.py METHOD names.arrow queries.arrow DISTANCE out.arrow`` reads both
lists, makes what the method is given (a list of str, a DataFrame, an Arrow array) without counting
that, runs it, and prints one line of JSON: seconds by the wall clock and of CPU, the largest
resident memory of the process in MiB and the part of it that was there before the run, and the
number of pairs. The pairs go to ``out.arrow``.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def read(path: Any) -> Any:
    """Return the only column of an Arrow file as one array."""
    with pa.OSFile(str(path)) as file:
        column = pa.ipc.open_file(file).read_all().column(0)
    return column.combine_chunks() if not isinstance(column, pa.Array) else column


def write(path: Any, **columns: Any) -> None:
    """Write the columns to an Arrow file."""
    table = pa.table(columns)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
        out.write_table(table)


def memory(what: Any) -> Any:
    """Return the resident memory of this process in MiB: ``VmHWM`` the largest, ``VmRSS`` now."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if what in x)
    return int(line.split()[1]) / 1024


# Each method: what it is given, and the run. It returns query rows, rows of the list, distances
# (None where it tells none).


def as_is(names: Any, queries: Any) -> Any:
    """Return both as Arrow arrays."""
    return names, queries


def as_lists(names: Any, queries: Any) -> Any:
    """Return both as lists of str."""
    return names.to_pylist(), queries.to_pylist()


def as_ascii(names: Any, queries: Any) -> Any:
    """Return both as lists of str, with a mark for each letter that is not ASCII."""
    lists = as_lists(names, queries)
    return [[text.encode("ascii", "replace").decode() for text in texts] for texts in lists]


def as_index(names: Any, queries: Any) -> Any:
    """Return our index of the names, and the queries."""
    from concordance.join import NameIndex

    return NameIndex.from_names(names), queries


def as_frames(names: Any, queries: Any) -> Any:
    """Return both as DataFrames with the columns unique_id, name, genus, epithet."""
    import pandas as pd

    frames = []
    for array in (names, queries):
        name = pd.Series(array.to_pylist(), dtype=object)
        words = name.str.split(" ", n=1, expand=True).reindex(columns=[0, 1])
        frames.append(pd.DataFrame({"unique_id": range(len(name)), "name": name,
                                    "genus": words[0], "epithet": words[1]}))  # fmt: skip
    return frames


def concordance(names: Any, queries: Any, distance: Any, metric: Any = "levenshtein") -> Any:
    """Build the index and join; both count."""
    return concordance_join(*as_index(names, queries), distance, metric)


def concordance_join(index: Any, queries: Any, distance: Any, metric: Any = "levenshtein") -> Any:
    """Join with an index that is there already."""
    pairs = index.join(queries, max_distance=distance, metric=metric)
    return tuple(pairs.column(c).to_numpy() for c in ("query_row", "index_row", "distance"))


def concordance_osa(names: Any, queries: Any, distance: Any) -> Any:
    """Count a transposition as one edit."""
    return concordance(names, queries, distance, "osa")


def index_in(names: Any, queries: Any, _distance: Any) -> Any:
    """Find equal names only: the floor."""
    row = pc.index_in(queries, value_set=names)
    found = np.flatnonzero(row.is_valid())
    return found, row.drop_null().to_numpy(), None


def table_join(names: Any, queries: Any, _distance: Any) -> Any:
    """Find equal names only, by the hash join of tables."""
    left = pa.table({"name": queries, "q": np.arange(len(queries))})
    right = pa.table({"name": names, "r": np.arange(len(names))})
    both = left.join(right, "name", join_type="inner")
    return both["q"].to_numpy(), both["r"].to_numpy(), None


def nearust(names: Any, queries: Any, distance: Any) -> Any:
    """Deletion neighbourhood of the whole string, in Rust."""
    from nearust import symdel

    return symdel(queries, names, max_distance=distance)


def cdist(names: Any, queries: Any, distance: Any) -> Any:
    """Every pair, by blocks of queries that keep the matrix at 64 MB."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    step = max(1, 2**26 // len(names))
    found = []
    for start in range(0, len(queries), step):
        edits = cdist(queries[start : start + step], names, scorer=Levenshtein.distance,
                      score_cutoff=distance, dtype=np.uint8, workers=-1)  # fmt: skip
        query, row = np.nonzero(edits <= distance)
        found.append((query + start, row, edits[query, row]))
    return tuple(np.concatenate(part) for part in zip(*found, strict=True))


def symspell(names: Any, queries: Any, distance: Any, prefix: Any = 7) -> Any:
    """Deletion neighbourhood of a prefix; all suggestions."""
    from symspellpy import SymSpell, Verbosity
    from symspellpy.editdistance import DistanceAlgorithm, EditDistance

    index = SymSpell(distance, prefix, distance_comparer=EditDistance(
        DistanceAlgorithm.LEVENSHTEIN_FAST))  # fmt: skip
    rows = {name: row for row, name in enumerate(names)}
    for name in names:
        index.create_dictionary_entry(name, 1)
    found = [
        (place, rows[hit.term], hit.distance)
        for place, query in enumerate(queries)
        for hit in index.lookup(query, Verbosity.ALL, max_edit_distance=distance)
    ]
    return tuple(np.array(found, np.int64).reshape(-1, 3).T)


def splink(names: Any, queries: Any, distance: Any) -> Any:
    """Block on genus or epithet in DuckDB, compare by its Levenshtein distance."""
    import logging

    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.WARNING)
    database = DuckDBAPI()
    tables = [database.register(frame, dataset_display_name=label)
              for frame, label in ((names, "names"), (queries, "queries"))]  # fmt: skip
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[cl.LevenshteinAtThresholds("name", list(range(1, distance + 1)))],
        blocking_rules_to_generate_predictions=[block_on("genus"), block_on("epithet")],
        retain_intermediate_calculation_columns=True,
    )
    linked = Linker(tables, settings).inference.predict()
    table = linked.as_duckdbpyrelation().filter("gamma_name > 0").to_arrow_table()
    swapped = table["source_dataset_l"][0].as_py() == "queries" if len(table) else False
    sides = [table[f"unique_id_{side}"].to_numpy() for side in ("lr" if swapped else "rl")]
    return *sides, None


def recordlinkage(names: Any, queries: Any, distance: Any) -> Any:
    """Block on genus or epithet in pandas, compare by jellyfish."""
    import recordlinkage as rl

    names, queries = (frame.set_index("unique_id") for frame in (names, queries))
    indexer = rl.Index()
    indexer.block("genus")
    indexer.block("epithet")
    compare = rl.Compare()
    compare.string("name", "name", method="levenshtein", label="likeness")
    pairs = indexer.index(queries, names)
    likeness = compare.compute(pairs, queries, names)["likeness"].to_numpy()
    query, row = (pairs.get_level_values(i).to_numpy() for i in (0, 1))
    longest = np.maximum(queries["name"].str.len().to_numpy()[query],
                         names["name"].str.len().to_numpy()[row])  # fmt: skip
    edits = np.rint((1 - likeness) * longest).astype(np.int64)
    near = edits <= distance
    return query[near], row[near], edits[near]


def polars_ds(names: Any, queries: Any, distance: Any) -> Any:
    """Every pair, as a cross join in blocks of queries."""
    import polars as pl
    import polars_ds as pds

    held = pl.DataFrame({"r": np.arange(len(names)), "name": pl.from_arrow(names)}).lazy()
    asked = pl.DataFrame({"q": np.arange(len(queries)), "query": pl.from_arrow(queries)})
    near = pds.filter_by_levenshtein("query", "name", bound=distance, parallel=True, as_bytes=True)
    step = max(1, 2**24 // len(names))
    found = [
        asked.slice(start, step).lazy().join(held, how="cross").filter(near).select("q", "r")
        .collect() for start in range(0, len(asked), step)
    ]  # fmt: skip
    table = pl.concat(found)
    return table["q"].to_numpy(), table["r"].to_numpy(), None


def thefuzz(names: Any, queries: Any, distance: Any) -> Any:
    """Every pair, the most like name only; kept where its length allows so few edits."""
    from thefuzz import fuzz, process

    rows = {name: row for row, name in enumerate(names)}
    found = []
    for place, query in enumerate(queries):
        # 2 edits of 2 n letters leave a ratio of at least 1 - d / n
        least = int(100 * (1 - 2 * distance / (2 * len(query) - distance)))
        hit = process.extractOne(query, names, scorer=fuzz.ratio, score_cutoff=max(least, 0))
        if hit is not None:
            found.append((place, rows[hit[0]]))
    return *np.array(found, np.int64).reshape(-1, 2).T, None


METHODS = {
    "concordance": (as_is, concordance),
    "concordance, index kept": (as_index, concordance_join),
    "concordance, OSA": (as_is, concordance_osa),
    "pyarrow index_in": (as_is, index_in),
    "pyarrow Table.join": (as_is, table_join),
    "nearust": (as_ascii, nearust),
    "rapidfuzz cdist": (as_lists, cdist),
    "symspellpy": (as_lists, symspell),
    "splink": (as_frames, splink),
    "recordlinkage": (as_frames, recordlinkage),
    "polars_ds": (as_is, polars_ds),
    "thefuzz": (as_lists, thefuzz),
}


def main() -> None:
    """Run one method on two files."""
    method, names, queries, distance, out = sys.argv[1:]
    prepare, run = METHODS[method]
    arrays = read(names), read(queries)
    few = (array.slice(0, 9) for array in arrays)
    run(*prepare(*few), int(distance))  # what is loaded at the first call is not counted
    given = prepare(*arrays)
    before = memory("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    query, row, edits = run(*given, int(distance))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = memory("VmHWM")
    query, row = (np.asarray(part, np.int64) for part in (query, row))
    edits = np.full(len(query), -1) if edits is None else np.asarray(edits)
    write(out, query_row=query, index_row=row, distance=edits.astype(np.int8))
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, "before": before,
                      "pairs": len(query)}))  # fmt: skip


if __name__ == "__main__":
    main()
