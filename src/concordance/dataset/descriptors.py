"""The descriptors of the dataset: Data Package, citation file, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.dataset.about import About
from concordance.dataset.tables import TABLES, Line
from concordance.exports.delimited import columns_text
from concordance.exports.sssom import HOME
from concordance.schema import Column

_KEY: Final = "taxon_id"
_TAXA: Final = "taxa.csv"


def package_files(tables: Mapping[str, Sequence[Line]], about: About) -> dict[str, bytes]:
    """Return the tables of the dataset as CSV, with ``datapackage.json``, which describes them.

    Parameters
    ----------
    tables : mapping of file to rows
    about : About

    Returns
    -------
    dict of file name to content

    References
    ----------
    https://datapackage.org
    """
    written = {
        name: columns_text(
            {c.name: [row[i] for row in tables[name]] for i, c in enumerate(columns)}
        ).encode()
        for name, columns in TABLES.items()
    }
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.name,
        "id": about.identifier,
        "title": about.title,
        "version": about.day,
        "description": f"{about.description} {DISCLAIMER}",
        "licenses": [{"name": "CC-BY-4.0", "path": about.licence}],
        "sources": [{"title": s.name, "version": s.version} for s in _sources(about)],
        "resources": [_resource(name, columns) for name, columns in TABLES.items()],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    return {**written, "datapackage.json": text.encode()}


def _sources(about: About) -> list[Any]:
    return [*(one.source for one in about.lists), *about.others]


def _resource(name: str, columns: Sequence[Column]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [{"name": c.name, "type": "string", "description": c.meaning} for c in columns],
        "missingValues": [""],
    }
    if name == _TAXA:
        schema["primaryKey"] = [_KEY]
    else:
        resource = _TAXA.removesuffix(".csv")
        schema["foreignKeys"] = [
            {"fields": [_KEY], "reference": {"resource": resource, "fields": [_KEY]}}
        ]
    return {
        "name": name.removesuffix(".csv").replace("_", "-"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def citation_file(about: About) -> bytes:
    """Return ``CITATION.cff`` of the dataset.

    References
    ----------
    Citation File Format 1.2.0, https://citation-file-format.github.io
    """

    def quoted(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [
        "cff-version: 1.2.0",
        f"message: {quoted('Please cite the dataset with its day, and the lists behind it.')}",
        "type: dataset",
        f"title: {quoted(about.title)}",
        f"version: {quoted(about.day)}",
        f"date-released: {about.day}",
        "license: CC-BY-4.0",
        f"url: {quoted(HOME)}",
        "authors:",
        '  - name: "species-concordance"',
        "identifiers:",
        f"  - type: other\n    value: {quoted(about.identifier)}",
        f"abstract: {quoted(about.description)}",
        "references:",
    ]
    for source in _sources(about):
        lines += [
            "  - type: dataset",
            f"    title: {quoted(f'{source.name}, {source.version}')}",
            f"    notes: {quoted(source.citation or source.licence)}",
            "    authors:",
            f"      - name: {quoted(source.publisher or 'its publisher')}",
        ]
    lines += [
        "  - type: software",
        f"    title: {quoted(f'species-concordance, version {TOOL_VERSION}')}",
        "    authors:",
        '      - name: "species-concordance"',
    ]
    return ("\n".join(lines) + "\n").encode()


def sums_file(files: Mapping[str, bytes]) -> bytes:
    """Return ``SHA256SUMS`` of files, in the format of ``sha256sum -c``."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()
