"""What a command gives back, and how it reaches the terminal, a file or another program."""

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

#: as an output: the standard output
STANDARD: Final = "-"


class UsageError(Exception):
    """Options that do not go together; exit code 2."""


class Outcome(NamedTuple):
    """What a command gives back.

    Attributes
    ----------
    data : mapping
        The whole of it, printed with ``--json`` after the command and the version.
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


def show(outcome: Outcome, options: argparse.Namespace) -> None:
    """Print an outcome: as JSON, or the answer with the message beside it."""
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
    """Refuse, before anything is read, an output that would spoil another one or an input.

    Raises
    ------
    UsageError
        If two results would go to the standard output, or a file that is read would be replaced.
    """
    output = getattr(options, "output", None)
    if output is None:
        return
    if output == STANDARD:
        if options.json:
            raise UsageError(
                "--json and -o - both write to the standard output; name a file with -o, or leave "
                "one of them out"
            )
        return
    # review apply adds to the file of decisions
    read = {"file", "workbook", "adopt"} | ({"decisions"} if options.command != "review" else set())
    for name in sorted(read | {f"{key}{more}" for key in KEYS for more in ("", "_amendments")}):
        path = getattr(options, name, None)
        if path and Path(path).exists() and Path(output).exists() and Path(output).samefile(path):
            raise UsageError(f"-o {output}: this file is read; name another to write")


def ending(output: str, known: Sequence[str]) -> str:
    """Return the end of the name of an output, which chooses the format.

    Parameters
    ----------
    output : str
        A path, or ``-``.
    known : sequence of str
        The ends that can be written; the first is that of a name without one.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If the name ends otherwise.

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
    """Print UTF-8 whatever the terminal is set to: names have accents, paths may have any byte."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
