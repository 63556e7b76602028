"""The page on the commands, written from the command line itself."""

import argparse
from collections.abc import Iterator

from concordance.cli import commands, parsers


def commands_page() -> str:
    """Return ``docs/reference/commands.md``: what each command does, its options and examples."""
    lines = [
        "# Commands",
        "",
        "`concordance COMMAND`. Every command has `--help`. Exit codes: 0 done, 1 a code of"
        " `--fail-on` occurs, 2 wrong usage, 3 bad input, 4 network or token, 130 interrupted, 141"
        " broken pipe.",
        "",
    ]
    _, choices = parsers(commands())
    for command in commands():
        lines += [f"## {command.NAME}", "", command.DESCRIPTION, ""]
        lines += ["```text", *command.EXAMPLES, "```", ""]
        lines += ["| option | meaning |", "| --- | --- |"]
        lines += [*_rows(choices[command.NAME]), ""]
    return "\n".join(lines)


def _rows(parser: argparse.ArgumentParser) -> Iterator[str]:
    """A row of the table for each option of a command."""
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction) or action.help == argparse.SUPPRESS:
            continue
        name = ", ".join(action.option_strings) or str(action.metavar or action.dest).strip()
        value = _value(action) if action.option_strings and action.nargs != 0 else ""
        meaning = (action.help or "").replace("|", "\\|")
        yield f"| `{name}{value}` | {meaning} |"


def _value(action: argparse.Action) -> str:
    if action.metavar is not None:
        metavar = action.metavar
        return " " + (metavar if isinstance(metavar, str) else " ".join(metavar))
    if action.choices is not None:
        return " {" + ",".join(map(str, action.choices)) + "}"
    return f" {action.dest.upper()}"
