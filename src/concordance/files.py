"""Atomic writing of files and folders; the whole package writes through this module.

Content goes to a scratch file next to the target, is synced to disk, and replaces the target in
one step. A killed process leaves at most a scratch file (``.NAME.*.part``), which the next write
to the same target removes.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from concordance.errors import ConcordanceError

try:
    import fcntl
except ImportError:  # Windows does not allow removing an open file
    fcntl = None  # type: ignore[assignment]

#: characters of the file name used in scratch names, as the name may have the greatest length
_SHOWN: Final = 40
_END: Final = ".part"
_ADVICE: Final = {
    errno.ENOSPC: "Free some space on that disk, or choose another.",
    errno.EDQUOT: "Free some space on that disk, or choose another.",
    errno.EFBIG: "Free some space on that disk, or choose another.",
    errno.EROFS: "The disk is read-only: choose another place.",
}
_SWAP: Final = 2  # RENAME_EXCHANGE of renameat2
_HERE: Final = -100  # AT_FDCWD


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file atomically: to a scratch file next to the target, then renamed.

    Parameters
    ----------
    path : pathlib.Path
        An older file at this path is replaced in one step.
    content : bytes or memoryview

    Raises
    ------
    ConcordanceError
        If it cannot be written; nothing is left behind, and an older file stays unchanged.
    """
    with _write_errors(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)  # /dev/stdout or a pipe cannot be replaced
            return
        _sweep(path)
        handle, scratch = _scratch_file(path)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                os.chmod(scratch, 0o666 & ~_mask())
                if fcntl is not None:
                    os.replace(scratch, path)  # still locked, so that no other process removes it
            if fcntl is None:
                os.replace(scratch, path)
        finally:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)
        _settle(path.parent)


def write_many(path: Path, files: Mapping[str, bytes]) -> None:
    """Write several files as one archive (a path that ends in .zip) or as one folder.

    Parameters
    ----------
    path : pathlib.Path
        Every member of the archive has a fixed time: same input, same bytes. An existing folder is
        replaced in one step where the system can do that (Linux), else in two. A process killed
        between the two leaves the old folder as ``.NAME.old``; the next write restores it.
    files : mapping of name to content

    Raises
    ------
    ConcordanceError
        If it cannot be written; nothing is left behind, and existing files stay unchanged. Also if
        the folder exists and contains other files.
    """
    if path.suffix == ".zip":
        write_whole(path, archive_bytes(files))
        return
    old = path.with_name(f".{path.name}.old")
    with _write_errors(path):
        if old.exists() and not path.exists():
            os.replace(old, path)
        shutil.rmtree(old, ignore_errors=True)
        _sweep(path)
        _refuse_others(path, files)
        handle, scratch = _scratch_folder(path)
        try:
            for name in sorted(files):
                with (scratch / name).open("wb") as file:
                    file.write(files[name])
                    file.flush()
                    os.fsync(file.fileno())
            scratch.chmod(0o777 & ~_mask())
            _settle(scratch)
            _into_place(scratch, path, old)
        finally:
            if handle is not None:
                os.close(handle)
            for leftover in (scratch, old):
                shutil.rmtree(leftover, ignore_errors=True)
        _settle(path.parent)


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(
            error.errno or 0, "Choose a folder that exists and that you may write to."
        )
        raise ConcordanceError(
            f"{path}: cannot be written ({error.strerror}); nothing was changed. {advice}"
        ) from error


def archive_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of files, with a fixed time on each: same input, same bytes."""
    import zipfile  # lazy: most files are not archives

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()


def _refuse_others(path: Path, files: Mapping[str, bytes]) -> None:
    if path.exists() and (not path.is_dir() or {p.name for p in path.iterdir()} - set(files)):
        raise ConcordanceError(f"{path}: exists and contains other files; choose a new folder")


def _into_place(scratch: Path, path: Path, old: Path) -> None:
    """Replace a folder by another; the replaced one is then the scratch or the old folder."""
    for _ in range(100):
        if not path.exists():
            try:
                os.rename(scratch, path)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                continue  # another process was faster
            return
        if _swap(scratch, path):
            return
        os.replace(path, old)
        try:
            os.replace(scratch, path)
        except OSError:
            os.replace(old, path)
            raise
        return
    raise OSError(errno.EBUSY, "another process keeps writing to it")


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return call is not None and not call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP)


def _prefix(path: Path) -> str:
    return f".{path.name[:_SHOWN]}."


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _settle(folder: Path) -> None:
    """Sync the names in a folder to disk, if the system allows opening folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _scratch_file(path: Path) -> tuple[int, Path]:
    """Open a new scratch file, locked by this process."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=_END)
        if _hold(handle) is not False and os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # another process took it for a leftover


def _scratch_folder(path: Path) -> tuple[int | None, Path]:
    """Make a new scratch folder, locked by this process if the system allows opening folders."""
    while True:
        scratch = Path(tempfile.mkdtemp(dir=path.parent, prefix=_prefix(path), suffix=_END))
        try:
            handle = os.open(scratch, os.O_RDONLY)
        except FileNotFoundError:
            continue  # another process took it for a leftover
        except OSError:
            return None, scratch
        if _hold(handle) is not False and scratch.exists():
            return handle, scratch
        os.close(handle)


def _hold(handle: int) -> bool | None:
    """Lock an open scratch; False if another process has locked it, None if not known."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None  # the disk does not support locks
    return True


@contextmanager
def _unlocked(place: str | Path) -> Iterator[bool]:
    """Whether a scratch could be locked; if so, no process is writing it."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(place, flags)
    except OSError:
        yield False
        return
    try:
        yield _hold(handle) is True
    finally:
        os.close(handle)


def _sweep(path: Path) -> None:
    """Remove the scratch files that killed processes left for this path."""
    prefix = _prefix(path)
    with suppress(OSError), os.scandir(path.parent) as entries:
        left = [p for p in entries if p.name.startswith(prefix) and p.name.endswith(_END)]
        for entry in left:
            with _unlocked(entry.path) as free, suppress(OSError):
                if not free:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)
