"""The server process: one port of this machine, stopped by Ctrl-C or a termination signal."""

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

#: reachable only from programs on this machine
ADDRESS: Final = "127.0.0.1"
#: most connections at once, and seconds to wait for open ones on shutdown
_MOST_CONNECTIONS: Final = 100
_LAST_SECONDS: Final = 3


class _Server(uvicorn.Server):
    """A server that stops on a signal and reports when it is ready."""

    ready: Callable[[], None]

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal without raising it again, as uvicorn would."""
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
        """Start listening, then report that the server is ready."""
        await super().startup(sockets)
        self.ready()


def address(port: int) -> str:
    """Return the address of the service on a port."""
    return f"http://127.0.0.1:{port}"


def listening(port: int) -> socket.socket:
    """Return a socket bound to a port of this machine (0 = any free port).

    Raises
    ------
    ConcordanceError
        If the port is in use or not allowed.
    """
    # asyncio turns off Nagle's algorithm, which delays answers, only if the protocol is named
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((ADDRESS, port))
    except OSError as error:
        bound.close()
        raise ConcordanceError(
            f"port {port} cannot be used: {error.strerror}; choose another with --port"
        ) from error
    return bound


def serve(services: Sequence[Service], bound: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until a signal stops the server.

    Parameters
    ----------
    services : sequence of Service
    bound : socket
        See `listening`.
    ready : callable
        Called once the server accepts requests.
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
    gc.freeze()  # the lists live as long as the process, so the collector can skip them
    server = _Server(settings)
    server.ready = ready
    server.run(sockets=[bound])
