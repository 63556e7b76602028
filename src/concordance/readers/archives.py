"""Reads the bytes of users' files, with limits on size and safe unpacking of archives.

Nothing is extracted to disk. The table of contents of an archive is checked before unpacking.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from concordance.errors import ChecklistError

#: most bytes of one unpacked input, ten times the largest known export (the Index, 98 MB); a table
#: takes several times its size in memory
LARGEST: Final = 1 << 30
#: most files in one archive; a Red List export has under 20, a workbook under 100
MOST_MEMBERS: Final = 2_000
#: most bytes of XML in a workbook, over ten times that of a result of 100,000 rows
LARGEST_WORKBOOK: Final = 1 << 28
_CHUNK: Final = 1 << 20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
                  RuntimeError, ValueError, IndexError, KeyError, MemoryError)  # fmt: skip
_SMALLER: Final = "give a smaller table, such as one class or family at a time"


def read_bytes(source: Any) -> tuple[str, bytes]:
    """Return the name and the bytes of a path or file object.

    Parameters
    ----------
    source : path, binary or text file object

    Returns
    -------
    str, bytes
        At most `LARGEST` bytes.

    Raises
    ------
    ChecklistError
        If it cannot be read or is larger.
    """
    if hasattr(source, "read"):
        place = str(getattr(source, "name", "file object"))
        return place, _limited(place, _of_file(place, source))
    path = Path(source)
    try:
        with path.open("rb") as file:
            return str(path), _limited(path, _read(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ChecklistError(path, [f"cannot be read: {reason}; check the path"]) from error


def _read(file: IO[bytes] | gzip.GzipFile) -> bytes:
    """Bytes of a file, at most one piece over the limit, as ``read(n)`` would allocate all n."""
    pieces: list[bytes] = []
    size = 0
    while size <= LARGEST and (piece := file.read(_CHUNK)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _of_file(place: str, file: IO[Any]) -> bytes:
    try:
        content = file.read(LARGEST + 1)
        return content if isinstance(content, bytes) else str(content).encode()
    except (OSError, ValueError) as error:  # for example a text file in another encoding
        raise ChecklistError(
            place, [f"cannot be read: {error}; give the path, or open the file as binary"]
        ) from error


def _limited(place: object, content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise ChecklistError(place, [f"is larger than {LARGEST:,} bytes; {_SMALLER}"])
    return content


def ungzipped(place: object, content: bytes) -> bytes:
    """Return the unpacked content of a gzip file; other bytes are returned unchanged.

    Raises
    ------
    ChecklistError
        If it is truncated, damaged, or unpacks to more than `LARGEST`.
    """
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = _read(file)
    except (OSError, EOFError, zlib.error) as error:
        raise ChecklistError(
            place, [f"is a truncated gzip file ({error}); download it again"]
        ) from error
    if len(plain) > LARGEST:
        raise ChecklistError(
            place, [f"unpacks to more than {LARGEST:,} bytes, more than any export; {_SMALLER}"]
        )
    return plain


def zip_members(place: object, content: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the wanted files of a zip archive, by name without folders.

    Parameters
    ----------
    place : object
        Name of the archive, for messages.
    content : bytes
    wanted : callable
        Decides by its name whether a file is read.

    Returns
    -------
    dict of name to bytes
        Sorted by name; files added by macOS are left out.

    Raises
    ------
    ChecklistError
        If the archive is damaged or encrypted, contains links, paths outside of itself or two files
        of one name, or unpacks to more than `LARGEST`; lists every problem.
    """
    with _opened(place, content, LARGEST) as archive:
        files = [i for i in archive.infolist() if not i.is_dir() and not _of_macos(i.filename)]
        taken = [i for i in files if wanted(_base(i.filename))]
        names = Counter(_base(i.filename).lower() for i in taken)
        problems = [
            f"contains {count} files called {name}; keep one of them"
            for name, count in sorted(names.items())
            if count > 1
        ]
        if problems:
            raise ChecklistError(place, problems)
        sheets = {}
        for info in sorted(taken, key=lambda i: i.filename):
            try:
                sheets[_base(info.filename)] = b"".join(_chunks(archive, info))
            except _BROKEN as error:
                problems.append(f"{info.filename}: is damaged ({error}); download it again")
    if problems:
        raise ChecklistError(place, problems)
    if not sheets and files:
        listed = ", ".join(i.filename for i in files[:10])
        raise ChecklistError(
            place,
            [f"contains no table; found {listed}; expected .csv, .tsv or .txt files; unpack any "
             "archive inside it first"],
        )  # fmt: skip
    return sheets


def check_workbook(place: object, content: bytes) -> None:
    """Raise an error for a damaged or harmful workbook, which is a zip archive of XML.

    Raises
    ------
    ChecklistError
        As for `zip_members`, with `LARGEST_WORKBOOK`; also if a part declares a document type.
        Spreadsheet programs never do that, and its entities can expand to any size or read files.
    """
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise ChecklistError(
            place, ["is encrypted, or an old .xls workbook; save it as .xlsx without a password"]
        )
    problems = []
    with _opened(place, content, LARGEST_WORKBOOK, "readable .xlsx") as archive:
        for info in archive.infolist():
            if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            try:
                if any(mark in part for part in _pieces(archive, info) for mark in _DECLARED):
                    problems.append(
                        f"{info.filename}: declares a document type or entities, which spreadsheet "
                        "programs never do; save the sheet again as .xlsx or as CSV UTF-8"
                    )
            except _BROKEN as error:
                problems.append(f"{info.filename}: is damaged ({error}); save the workbook again")
    if problems:
        raise ChecklistError(place, problems)


#: also in UTF-16, which could hide it
_DECLARED: Final = tuple(
    word.encode(codec)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for codec in ("ascii", "utf-16-le", "utf-16-be")
)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Read a file in pieces, as its stated size may be false and the content fill the memory."""
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Overlapping pieces of a file, so that no marker is split between two."""
    before = b""
    for chunk in _chunks(archive, info):
        yield before + chunk
        before = chunk[-32:]


def _opened(
    place: object, content: bytes, largest: int, kind: str = "complete zip"
) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except _BROKEN as error:
        raise ChecklistError(
            place, [f"is not a {kind} file ({error}); download or save it again"]
        ) from error
    problems = []
    if len(members) > MOST_MEMBERS:
        problems.append(f"contains {len(members):,} files; expected at most {MOST_MEMBERS:,}")
    if (size := sum(m.file_size for m in members)) > largest:
        problems.append(
            f"unpacks to {size:,} bytes; expected at most {largest:,}; keep only the "
            f"tables that are needed, or {_SMALLER}"
        )
    for member in members[:MOST_MEMBERS]:
        problems += [f"{member.filename!r}: {trouble}" for trouble in _troubles(member)]
    if problems:
        archive.close()
        raise ChecklistError(place, problems)
    return archive


def _troubles(member: zipfile.ZipInfo) -> Iterator[str]:
    # on Windows a backslash separates folders; only there zipfile converts it
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        yield "has a path outside of the archive; pack the files again"
    if stat.S_ISLNK(member.external_attr >> 16):
        yield "is a link; pack the file itself"
    if member.flag_bits & 0x1:
        yield "is encrypted; unpack it with the password and give the folder"


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _of_macos(name: str) -> bool:
    return name.startswith("__MACOSX/") or _base(name).startswith("._")
