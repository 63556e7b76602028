"""``concordance serve``: the lists as a reconciliation service for OpenRefine."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, Final

from concordance.cli.lists import add_list_options, load_lists
from concordance.cli.outcome import Outcome, UsageError, show
from concordance.errors import ConcordanceError

NAME = "serve"
HELP = "answer OpenRefine, on this machine only"
DESCRIPTION = (
    "Serve the lists to OpenRefine on this machine (Reconciliation Service API 0.2). Paste one of "
    "the addresses that it prints into Reconcile > Start reconciling > Add standard service. "
    "Ctrl-C ends it."
)
EXAMPLES = (
    "concordance serve",
    "concordance serve --port 8932 --as-of 2017-04-21 --list mine=names.csv",
)
PORT: Final = 8931
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--port", type=_port, default=PORT, help=f"port to listen on; default: {PORT}; 0: any free"
    )
    parser.add_argument(
        "--list",
        dest="others",
        action="append",
        default=[],
        metavar="KEY=FILE",
        help="serve a list of your own too, at the address /KEY; may be given several times",
    )
    add_list_options(parser)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; expected 0 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> Outcome:
    """Serve until a signal asks to end."""
    try:
        import uvicorn  # noqa: F401 - only here: an extra
    except ImportError as error:
        raise ConcordanceError(
            "concordance serve needs starlette and uvicorn; install them with "
            "pip install 'species-concordance[serve]'"
        ) from error
    from concordance.arrange.lists import load_checklist
    from concordance.concordance import Concordance
    from concordance.serve.loaded import services_of
    from concordance.serve.running import address, listening, serve

    files = [_named(text) for text in options.others]
    bound = listening(options.port)  # first: it is quicker to refuse
    with bound:
        if not options.quiet:
            print("Loading the lists ...", file=sys.stderr, flush=True)
        lists = load_lists(options, whole=True)
        others = [load_checklist(Path(file), key) for key, file in files]
        con = Concordance(*lists, None, None, ("all", "all"))
        services = services_of(con, others)
        base = address(bound.getsockname()[1])
        addresses = {service.key: f"{base}/{service.key}" for service in services}

        def ready() -> None:
            data: dict[str, Any] = {"addresses": addresses}
            titles = [(addresses[one.key], one.title) for one in services]
            width = max(len(address) for address, _ in titles)
            lines = [f"{address:{width}}  {title}" for address, title in titles]
            show(Outcome(data, answer="\n".join(lines)), options)
            sys.stdout.flush()
            if not options.quiet:
                print("Paste an address into OpenRefine. Ctrl-C ends it.", file=sys.stderr)

        serve(services, bound, ready)
    options.json = False  # the addresses were printed when they were ready
    return Outcome({}, "Stopped.")


def _named(text: str) -> tuple[str, str]:
    key, _, file = text.partition("=")
    if not _KEY.fullmatch(key) or not file:
        raise UsageError(f"--list {text}: expected KEY=FILE, a key such as mine in small letters")
    return key, file
