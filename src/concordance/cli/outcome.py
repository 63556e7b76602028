"""The result of a command, and its output to the terminal, a file or another program."""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.readers.appendices import KEYS

#: name of the standard output as an output file
STANDARD: Final = "-"


class UsageError(Exception):
    """Options that cannot be combined; exit code 2."""


class Outcome(NamedTuple):
    """The result of a command.

    Attributes
    ----------
    data : mapping
        The complete result, printed with ``--json`` after the command and the version.
    message : str
        A message for people, printed to standard error.
    answer : str
        The answer, printed to standard output instead of ``data``.
    counts : mapping of code to int
        The codes for ``--fail-on``.
    """

    data: Mapping[str, Any]
    message: str = ""
    answer: str = ""
    counts: Mapping[str, int] = {}


def show(outcome: Outcome, options: argparse.Namespace) -> None:
    """Print an outcome as JSON, or as answer and message."""
    if options.json:
        head = {"command": options.command, "version": TOOL_VERSION}
        whole = {**head, **outcome.data, "disclaimer": DISCLAIMER}
        print(json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False))
        return
    if outcome.message and not options.quiet:
        print(outcome.message, file=sys.stderr)
    if outcome.answer:
        print(outcome.answer.removesuffix("\n"))


def check_output(options: argparse.Namespace) -> None:
    """Reject, before reading anything, an output that would overwrite another output or an input.

    Raises
    ------
    UsageError
        If two results would go to standard output, or an input file would be replaced.
    """
    output = getattr(options, "output", None)
    if output is None:
        return
    if output == STANDARD:
        if options.json:
            raise UsageError(
                "--json and -o - both write to standard output; name a file with -o, or leave one "
                "of them out"
            )
        return
    # review apply may add to the decisions file that it reads
    read = {"file", "workbook", "adopt"} | ({"decisions"} if options.command != "review" else set())
    for name in sorted(read | {f"{key}{more}" for key in KEYS for more in ("", "_amendments")}):
        path = getattr(options, name, None)
        if path and Path(path).exists() and Path(output).exists() and Path(output).samefile(path):
            raise UsageError(f"-o {output}: this is an input file; name another file to write")


def ending(output: str, known: Sequence[str]) -> str:
    """Return the extension of an output file, which sets the format.

    Parameters
    ----------
    output : str
        A path, or ``-``.
    known : sequence of str
        The extensions that can be written; the first is used for a name without one.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If the name has another extension.

    Examples
    --------
    >>> ending("Out.XLSX", [".csv", ".xlsx"]), ending("out", [".csv", ".xlsx"])
    ('.xlsx', '.csv')
    """
    end = Path(output).suffix.lower()
    if output == STANDARD or not end:
        return known[0]
    if end not in known:
        raise UsageError(f"-o {output}: the name ends in {end!r}; expected {', '.join(known)}")
    return end


def write_to(output: str, write: Callable[[str], object], name: str = "output") -> str:
    """Write a file, or the same bytes to standard output, and return its name for a message.

    Parameters
    ----------
    output : str
        A path, or ``-``.
    write : callable
        Takes the path to write.
    name : str
        Name of the scratch file; its extension sets the format.

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
        sys.stdout.flush()
        sys.stdout.buffer.write(scratch.read_bytes())
        sys.stdout.buffer.flush()
    return "standard output"


def typed(argument: str) -> str:
    r"""Return a text argument as typed, since a plain C locale splits accented letters.

    Examples
    --------
    >>> typed("\udcc3\udc85us bus")
    'Åus bus'
    """
    if not any("\udc80" <= letter <= "\udcff" for letter in argument):
        return argument
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def use_utf8() -> None:
    """Print UTF-8 with any terminal setting, as names have accents and paths may have any byte."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
