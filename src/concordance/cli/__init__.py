"""The command line: one file a command, dispatched here; it knows everything below.

Exit codes: 0 done, 1 a code of ``--fail-on`` occurs, 2 usage, 3 bad input, 4 network or token.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from textwrap import fill
from types import ModuleType
from typing import Final

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.cli import (
    build,
    diff,
    explain,
    export,
    fetch,
    info,
    joint_list,
    match,
    report,
    review,
    what_if,
)
from concordance.cli.outcome import STANDARD, Outcome, UsageError, show, use_utf8
from concordance.errors import ConcordanceError, NetworkError
from concordance.readers.appendices import KEYS

_BOTH: Final = " and ".join(key.upper() for key in KEYS)
#: the commands in the order of the help
COMMANDS = (build, explain, info, match, export, joint_list, report, fetch, diff, review, what_if)
_EXIT_CODES: Final = (
    "exit codes: 0 done, 1 a code of --fail-on occurs, 2 wrong usage, 3 bad input, "
    "4 network or token"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process where left out.

    Returns
    -------
    int
        0 done, 1 a code of ``--fail-on`` occurs, 2 usage, 3 bad input, 4 network or token.
    """
    use_utf8()
    options = _parser().parse_args(arguments)
    if arguments is None:
        gc.disable()  # a short-lived process: its rows hold no cycles
    try:
        return _finish(options, options.run(options))
    except BrokenPipeError:  # the reader, such as head, wants no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UsageError, ConcordanceError) as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 4 if isinstance(error, NetworkError) else 3


def _finish(options: argparse.Namespace, outcome: Outcome) -> int:
    """Print an outcome and return the exit code."""
    taken = getattr(options, "output", None) == STANDARD
    show(outcome, as_json=options.json, quiet=options.quiet, taken=taken)
    sys.stdout.flush()
    failed = [code for code in options.fail_on if outcome.counts.get(code)]
    if failed:
        counts = ", ".join(f"{outcome.counts[code]} {code}" for code in failed)
        print(f"concordance: --fail-on: {counts}", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="concordance",
        description=f"Compare the species names and Appendices of {_BOTH}.",
        epilog=f"{_EXIT_CODES}\n\n'concordance COMMAND --help' has examples.\n\n{DISCLAIMER}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"concordance {TOOL_VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        examples = "\n".join(f"  {line}" for line in command.EXAMPLES)
        own = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=fill(command.DESCRIPTION, 90),
            epilog=f"examples:\n{examples}\n\n{_EXIT_CODES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(own)
        _add_common(own, command)
        own.set_defaults(run=command.run)
    return parser


def _add_common(parser: argparse.ArgumentParser, command: ModuleType) -> None:
    group = parser.add_argument_group("for scripts")
    group.add_argument("--json", action="store_true", help="print the result as JSON")
    group.add_argument(
        "--quiet", action="store_true", help="print no summary, only warnings and errors"
    )
    codes: tuple[str, ...] = getattr(command, "CODES", ())
    parser.set_defaults(fail_on=[])
    if not codes:
        return

    def listed(text: str) -> list[str]:
        given = [code.strip() for code in text.split(",")]
        if unknown := [code for code in given if code not in codes]:
            raise argparse.ArgumentTypeError(
                f"{', '.join(map(repr, unknown))} not among the codes: {', '.join(codes)}"
            )
        return given

    group.add_argument(
        "--fail-on",
        type=listed,
        metavar="CODE,...",
        help=f"exit with code 1 if one of these occurs: {', '.join(codes)}",
    )
