"""The server process: one port of this machine, stopped by Ctrl-C or a signal to end."""

from __future__ import annotations

import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import uvicorn

from concordance.errors import ConcordanceError
from concordance.serve.app import application
from concordance.serve.service import Service

#: nobody but programs of this machine reaches it
ADDRESS: Final = "127.0.0.1"
#: connections at once, and seconds to wait for open ones at the end
_MOST_CONNECTIONS: Final = 100
_LAST_SECONDS: Final = 3


class _Server(uvicorn.Server):
    """A server that ends where a signal asks it to, and says when it can be asked."""

    ready: Callable[[], None]

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on a signal, and leave it at that: uvicorn would raise it once more."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = {one: signal.signal(one, self.handle_exit) for one in wanted}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.ready()


def address(port: int) -> str:
    """Return the address of the service on a port."""
    return f"http://127.0.0.1:{port}"


def listening(port: int) -> socket.socket:
    """Return a socket on a port of this machine; 0: on any free one.

    Raises
    ------
    ConcordanceError
        If the port is taken, or may not be used.
    """
    # with its protocol named, or asyncio leaves answers waiting for each other (Nagle)
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((ADDRESS, port))
    except OSError as error:
        made.close()
        raise ConcordanceError(
            f"port {port} cannot be used: {error.strerror}; give another with --port"
        ) from error
    return made


def serve(services: Sequence[Service], bound: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until a signal asks to end.

    Parameters
    ----------
    services : sequence of Service
    bound : socket
        See `listening`.
    ready : callable
        Called when requests are answered.
    """
    settings = uvicorn.Config(
        application(services, bound.getsockname()[1]),
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    gc.collect()
    gc.freeze()  # the lists stay as long as the process: nothing has to look at them again
    server = _Server(settings)
    server.ready = ready
    server.run(sockets=[bound])
