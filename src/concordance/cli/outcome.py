"""What a command gives back, and how it reaches the terminal, a file or another program."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

#: as an output: the standard output
STANDARD: Final = "-"


class UsageError(Exception):
    """Options that do not go together; exit code 2."""


class Outcome(NamedTuple):
    """What a command gives back.

    Attributes
    ----------
    data : mapping
        The whole of it, printed with ``--json``.
    message : str
        For a person, printed on the standard error.
    answer : str
        What was asked for, printed on the standard output in place of ``data``.
    counts : mapping of code to int
        What ``--fail-on`` looks at.
    """

    data: Mapping[str, Any]
    message: str = ""
    answer: str = ""
    counts: Mapping[str, int] = {}


def show(outcome: Outcome, *, as_json: bool, quiet: bool, taken: bool) -> None:
    """Print an outcome.

    Parameters
    ----------
    outcome : Outcome
    as_json : bool
    quiet : bool
        Leave the message out.
    taken : bool
        The standard output has a file already: JSON goes to the standard error.
    """
    if as_json:
        text = json.dumps(outcome.data, ensure_ascii=False, indent=2, allow_nan=False)
        print(text, file=sys.stderr if taken else sys.stdout)
        return
    if outcome.message and not quiet:
        print(outcome.message, file=sys.stderr)
    if outcome.answer:
        print(outcome.answer.removesuffix("\n"))


def write_to(output: str, write: Callable[[str], object], name: str = "output") -> str:
    """Write a file, or the same bytes to the standard output, and return its name for a message.

    Parameters
    ----------
    output : str
        A path, or ``-``.
    write : callable
        Given the path to write.
    name : str
        Of the scratch file; its end chooses the format.

    Returns
    -------
    str
    """
    if output != STANDARD:
        write(output)
        return output
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / name
        write(str(scratch))
        if scratch.is_dir():
            raise UsageError("this format is a folder: name one with -o, or a .zip")
        sys.stdout.flush()
        sys.stdout.buffer.write(scratch.read_bytes())
        sys.stdout.buffer.flush()
    return "the standard output"


def typed(argument: str) -> str:
    r"""Return an argument that is a text as it was typed: a plain C locale splits its accents.

    Examples
    --------
    >>> typed("\udcc3\udc85us bus")
    'Åus bus'
    """
    if not any("\udc80" <= letter <= "\udcff" for letter in argument):
        return argument
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def use_utf8() -> None:
    """Print UTF-8 whatever the terminal is set to: names have accents."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower().replace("-", "")
        if isinstance(stream, io.TextIOWrapper) and encoding != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
