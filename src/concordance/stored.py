"""Arrays in one memory-mapped Arrow file; a changed byte is detected by checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from concordance.errors import ConcordanceError
from concordance.files import write_whole


class FileKind(NamedTuple):
    """The kind of a file of arrays: name, format version, and advice if it does not match."""

    name: str
    version: str
    advice: str


def write_arrays(
    path: str | Path,
    arrays: Mapping[str, pa.Array],
    kind: FileKind,
    *,
    compression: str | None = None,
) -> None:
    """Write arrays of any length to one Arrow IPC file, completely or not at all.

    Parameters
    ----------
    path : path
    arrays : mapping of name to array
    kind : FileKind
    compression : {"zstd", "lz4"}, optional
        For small files that are read completely; others are mapped into memory uncompressed.

    Raises
    ------
    ConcordanceError
        If the file cannot be written.
    """
    columns = [
        pa.LargeListArray.from_arrays(pa.array([0, len(a)], pa.int64()), a) for a in arrays.values()
    ]
    table = pa.table(columns, names=list(arrays))
    marks = {
        b"format": kind.name.encode(),
        b"version": kind.version.encode(),
        b"sha256": _digest(table),
    }
    table = table.replace_schema_metadata(marks)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    write_whole(Path(path), memoryview(sink.getvalue()))


def read_arrays(path: str | Path, kind: FileKind) -> dict[str, pa.Array]:
    """Return the memory-mapped arrays of a file by name.

    Raises
    ------
    ConcordanceError
        If the file is of another kind or format version, or damaged.
    """
    again = kind.advice
    try:
        table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except FileNotFoundError as error:
        raise ConcordanceError(f"{path}: does not exist; {again}") from error
    except (pa.ArrowException, OSError, EOFError) as error:
        raise ConcordanceError(
            f"{path}: is not a complete Arrow file ({error}); {again}"
        ) from error
    marks = table.schema.metadata or {}
    if marks.get(b"format") != kind.name.encode():
        raise ConcordanceError(
            f"{path}: is an Arrow file, but not of the kind {kind.name!r}; {again}"
        )
    if marks.get(b"version") != kind.version.encode():
        found = marks.get(b"version", b"none").decode(errors="replace")
        raise ConcordanceError(f"{path}: format version {found}; expected {kind.version}; {again}")
    try:
        same = marks.get(b"sha256") == _digest(table)
    except (pa.ArrowException, ValueError, IndexError) as error:
        raise ConcordanceError(f"{path}: is damaged ({error}); {again}") from error
    if not same:
        raise ConcordanceError(f"{path}: is damaged: the checksum differs; {again}")
    return {name: table[name].chunk(0).values for name in table.column_names}


def _digest(table: pa.Table) -> bytes:
    """Return the SHA-256 of the columns, with their names and types."""
    digest = hashlib.sha256(repr([(f.name, str(f.type)) for f in table.schema]).encode())
    for column in table.columns:
        array = column.chunk(0).values
        digest.update(len(array).to_bytes(8, "little"))
        if pa.types.is_integer(array.type):
            digest.update(array.to_numpy())
            continue
        _, bounds, data = array.buffers()
        ends = np.frombuffer(bounds, np.int64)[array.offset : array.offset + len(array) + 1]
        digest.update(ends - ends[0])
        if data is not None:
            digest.update(np.frombuffer(data, np.uint8)[ends[0] : ends[-1]].data)
    return digest.hexdigest().encode()
