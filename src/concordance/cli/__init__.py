"""The command line: dispatches to one module per command.

Exit codes: 0 done, 1 a code of ``--fail-on`` occurs, 2 usage, 3 bad input, 4 network or token.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from textwrap import fill
from types import ModuleType
from typing import Any, Final

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.cli.outcome import Outcome, UsageError, check_output, show, use_utf8
from concordance.codes import ReviewStatus
from concordance.errors import ConcordanceError, NetworkError
from concordance.readers.appendices import KEYS

_BOTH: Final = " and ".join(key.upper() for key in KEYS)
#: the commands in the order of the help; each is the name of its module
_COMMANDS: Final = (
    "lookup", "build", "explain", "info", "match", "export", "joint_list", "crosswalk", "report",
    "release", "fetch", "diff", "review", "what_if", "serve",
)  # fmt: skip
_EXIT_CODES: Final = (
    "exit codes: 0 done, 1 a code of --fail-on occurs, 2 wrong usage, 3 bad input, "
    "4 network or token"
)
#: exit codes of a shell after a broken pipe and after Ctrl-C
_PIPE_CLOSED: Final = 141
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Returns
    -------
    int
        0 done, 1 a code of ``--fail-on`` occurs, 2 usage, 3 bad input, 4 network or token; 130
        interrupted, 141 broken pipe.
    """
    use_utf8()
    if arguments is None:
        gc.disable()  # a short-lived process whose rows have no reference cycles
    try:
        options = _parsed(arguments)
    except SystemExit as stopped:  # from argparse: help, version, usage
        return int(stopped.code or 0)
    try:
        return _run(options)
    except BrokenPipeError:  # the reader, such as head, has stopped
        with open(os.devnull, "w") as nowhere:  # else Python reports an error on closing the output
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        print("concordance: interrupted", file=sys.stderr)
        return _INTERRUPTED


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; for an unknown one, its command reports an error with the nearest."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    named = [name for name in _COMMANDS if given[:1] == [name.replace("_", "-")]]
    parser, own_parsers = parsers(commands(named or _COMMANDS))
    options, unknown = parser.parse_known_args(given)
    if unknown:
        from difflib import get_close_matches  # lazy: only needed for errors

        own = own_parsers[options.command]
        known = sorted(set(re.findall(r"--[a-z][a-z-]*", own.format_help())))
        near = [get_close_matches(word, known, 1) for word in unknown if word.startswith("--")]
        meant = ", ".join(match[0] for match in near if match)
        question = f"; did you mean {meant}?" if meant else ""
        own.error(f"unrecognized arguments: {' '.join(unknown)}{question}")
    return options


def _run(options: argparse.Namespace) -> int:
    """Run a command, print its errors and warnings, and return the exit code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)
            warnings.showwarning = _show_warning
            check_output(options)
            return _finish(options, options.run(options))
    except UsageError as error:
        print(f"concordance: {error}", file=sys.stderr)
        print(f"See: concordance {options.command} --help", file=sys.stderr)
        return 2
    except ConcordanceError as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 4 if isinstance(error, NetworkError) else 3


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    """Print a warning as a plain message, without a line of code."""
    text = str(message).replace("pass whole=True", "give --whole")
    print(f"concordance: {text}", file=sys.stderr)


def _finish(options: argparse.Namespace, outcome: Outcome) -> int:
    """Print an outcome and return the exit code."""
    show(outcome, options)
    sys.stdout.flush()
    failed = [code for code in options.fail_on if outcome.counts.get(code)]
    if failed:
        counts = ", ".join(f"{outcome.counts[code]} {code}" for code in failed)
        print(f"concordance: --fail-on: {counts}", file=sys.stderr)
    return 1 if failed else 0


def commands(names: Iterable[str] = _COMMANDS) -> tuple[ModuleType, ...]:
    """Return the modules of the commands; loaded here, as a command needs only its own."""
    return tuple(import_module(f"concordance.cli.{name}") for name in names)


def parsers(
    modules: Iterable[ModuleType],
) -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """Return the parser of the command line, and the parsers of some commands by name."""
    parser = argparse.ArgumentParser(
        prog="concordance",
        description=f"Compare the species names and Appendices of {_BOTH}.",
        epilog=f"{_EXIT_CODES}\n\n'concordance COMMAND --help' has examples.\n\n{DISCLAIMER}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"concordance {TOOL_VERSION}")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in modules:
        examples = "\n".join(f"  {line}" for line in command.EXAMPLES)
        own = choices.add_parser(
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
    return parser, choices.choices


def _add_common(parser: argparse.ArgumentParser, command: ModuleType) -> None:
    from concordance.cli.lists import ROW_CODES  # lazy: the command itself loads it

    group = parser.add_argument_group("for scripts")
    group.add_argument("--json", action="store_true", help="print the result as JSON")
    group.add_argument(
        "--quiet",
        action="store_true",
        help="print no summary and no progress; warnings and errors are still printed",
    )
    codes: tuple[str, ...] = getattr(command, "CODES", ())
    parser.set_defaults(fail_on=[])
    if not codes:
        return

    def listed(text: str) -> list[str]:
        given = [code for part in text.split(",") if (code := part.strip())]
        unknown = [code for code in given if code not in codes]
        if unknown or not given:
            raise argparse.ArgumentTypeError(
                f"{', '.join(map(repr, unknown)) or 'nothing'} is not a code of this command; "
                f"expected one or more of {', '.join(codes)}"
            )
        return given

    shown = codes if codes != ROW_CODES else (*ReviewStatus, "or a flag such as split")

    group.add_argument(
        "--fail-on",
        type=listed,
        metavar="CODE,...",
        help=f"exit with code 1 if one of these occurs: {', '.join(shown)}",
    )
