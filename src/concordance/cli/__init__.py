"""The command line: one file a command, dispatched here; it knows everything below.

Exit codes: 0 done, 1 a check failed, 2 usage, 3 bad input, 4 network or token.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence

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
from concordance.errors import ConcordanceError, NetworkError

#: the commands in the order of the help
COMMANDS = (build, explain, info, match, export, joint_list, report, fetch, diff, review, what_if)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process where left out.

    Returns
    -------
    int
        0 done, 2 usage, 3 bad input, 4 network or token.
    """
    options = _parser().parse_args(arguments)
    if arguments is None:
        gc.disable()  # a short-lived process: its rows hold no cycles
    try:
        code: int = options.run(options)
    except NetworkError as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 4
    except ConcordanceError as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 3
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="concordance", description=DISCLAIMER)
    parser.add_argument("--version", action="version", version=f"concordance {TOOL_VERSION}")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        own = commands.add_parser(command.NAME, help=command.HELP)
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return parser
