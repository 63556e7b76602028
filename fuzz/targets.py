"""What is fuzzed: one function a target, from bytes to nothing. Nothing but an answer comes out.

The harnesses, and the tests that run every kept seed, call the same functions.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import concordance as cc
from concordance.names.authorship import compare_authorship
from concordance.names.columns import parse
from concordance.names.forms import canonical
from concordance.readers.layouts import LAYOUTS
from concordance.readers.synonym_cells import split_synonyms
from concordance.readers.tables import delimited


def names(data: bytes) -> None:
    """One name, its authorship against itself, and as a cell of synonyms."""
    text = data.decode("utf-8", "replace")
    name = parse(text)
    assert canonical(str(name.canonical)) == name.canonical
    compare_authorship(name.authorship, name.authorship)
    split_synonyms(text, "species" if len(data) % 2 else "genus")


def tables(data: bytes) -> None:
    """Bytes as a table, and, by the first byte, as the rows of one of the layouts."""
    sheet = delimited(data)
    assert all(len(record) == len(sheet.header) for record in sheet.records)
    assert len(sheet.rows) == len(sheet.records)
    if not data:
        return
    layout = LAYOUTS[data[0] % len(LAYOUTS)]
    heads = [*layout.required, *layout.read, layout.id_column, "All_DistributionISOCodes",
             "SynonymsWithAuthors"]  # fmt: skip
    header = ",".join(sorted(set(heads))).encode()
    for content in (data, header + b"\n" + data[1:]):
        load = cc.load_cites if layout.key == "cites" else cc.load_cms
        problem = "loaded"
        try:
            assert len(load(io.BytesIO(content)).taxa), "nothing is half-loaded"
        except cc.ConcordanceError as error:
            problem = str(error)
        assert problem, "a refusal says why"


TARGETS: dict[str, Callable[[bytes], None]] = {"names": names, "tables": tables}
