"""Whole jobs of the package, each for a process of its own, which prints its figures as JSON.

``python benchmarks/tasks.py build INDEX`` loads the Index of CITES Species and the CMS Appendices
of the package and builds the concordance; ``match INDEX queries.arrow out.arrow`` looks verbatim
names up in the Index. ``INDEX`` blank: the CITES Appendices of the package. ``stream big.parquet
out.parquet`` is the floor of a large file: pyarrow alone reads it, finds each distinct name once
and writes every row with a number for its name.
"""

import json
import sys
import time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from join_methods import memory, read, write

import concordance as cc


def load(path: Any) -> Any:
    """Return the list that names are looked up in."""
    return cc.load_cites(path) if path else cc.load_cites()


def build(path: Any) -> Any:
    """Build against CMS; reading counts."""
    wall, cpu = time.perf_counter(), time.process_time()
    cites, cms = load(path), cc.load_cms()
    rows = len(cc.build(cites, cms).table)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall": wall, "cpu": cpu, "rows": rows, "taxa": [len(cites.taxa), len(cms.taxa)],
            "names": [len(cites.names), len(cms.names)]}  # fmt: skip


def match(path: Any, queries: Any, out: Any) -> Any:
    """Look verbatim names up with all rules; reading the list does not count."""
    cites = load(path)
    names = read(queries)
    cc.match_names(names[:9], cites)  # what is loaded at the first call is not counted
    wall, cpu = time.perf_counter(), time.process_time()
    found = cc.match_names(names, cites)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    write(out, **{c: pa.array(found[c], pa.string()) for c in ("taxon_id", "status")})
    return {"wall": wall, "cpu": cpu, "rows": len(found)}


def names(path: Any, out: Any) -> Any:
    """Write the names of the list, their authors and taxa, for the messy names and the peers."""
    table = load(path).names.drop_duplicates("name")
    write(out, **{c: table[c].tolist() for c in ("name", "authorship", "taxon_id")})
    return {"rows": len(table)}


def stream(path: Any, out: Any) -> Any:
    """Read, find the distinct names, write; by batches, as the command does."""
    wall, cpu = time.perf_counter(), time.process_time()
    file = pq.ParquetFile(path, pre_buffer=False)  # as the command: else it holds the whole file
    known = pa.array([], pa.string())
    schema = file.schema_arrow.append(pa.field("number", pa.int64()))
    with pq.ParquetWriter(out, schema) as writer:
        for batch in file.iter_batches(100_000):
            name = batch.column("name")
            seen = pc.unique(name)
            new = seen.filter(pc.is_null(pc.index_in(seen, value_set=known)))
            known = pa.concat_arrays([known, new]) if len(new) else known
            number = pc.index_in(name, value_set=known).cast(pa.int64())
            columns = [*batch.columns, number]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall": wall, "cpu": cpu, "rows": file.metadata.num_rows, "distinct": len(known)}


if __name__ == "__main__":
    job = {"build": build, "match": match, "names": names, "stream": stream}[sys.argv[1]]
    told = job(*sys.argv[2:])
    print(json.dumps({**told, "peak": memory("VmHWM")}))
