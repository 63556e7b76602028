"""Access control of the service: only this machine, only its own pages, no oversized requests.

Any web page can make a browser send requests to 127.0.0.1. The Host header reveals a foreign name
that points at this machine (DNS rebinding); the Origin header reveals a page of another site.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concordance.serve.asked import RequestError

#: largest body in bytes, and longest time for it to arrive in seconds
LARGEST_BODY: Final = 2_000_000
LONGEST_WAIT: Final = 20.0
#: most fields of a form
_MOST_FIELDS: Final = 20
_LOCAL: Final = r"(?:127\.0\.0\.1|localhost)"
_ORIGIN: Final = re.compile(rf"https?://{_LOCAL}(?::\d{{1,5}})?")
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors http://127.0.0.1:* http://localhost:*",
}


class Guard:
    """Accept only requests that are addressed to this server and come from local pages.

    Parameters
    ----------
    app : ASGI application
    port : int
        Port on which the server listens.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._host = re.compile(rf"{_LOCAL}:{port}" if port != 80 else rf"{_LOCAL}(?::80)?")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reject a request or pass it on; add the security headers to the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                given.update(_HEADERS)
                given.add_vary_header("Origin")
                if _ORIGIN.fullmatch(origin):
                    given["Access-Control-Allow-Origin"] = origin
            await send(message)

        refused = self._refused(scope, headers)
        await (refused or self._app)(scope, receive, send_safe)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if len(headers.getlist("host")) != 1 or not self._host.fullmatch(host.lower()):
            return problem([f"the header Host is {host[:100]!r}; expected this machine"], 421)
        if origin is not None and not _ORIGIN.fullmatch(origin):
            return problem([f"pages of {origin[:100]!r} may not use this service"], 403)
        if scope["method"] == "OPTIONS":
            return Response(
                status_code=204,
                headers={
                    "Access-Control-Allow-Methods": "GET, POST",
                    "Access-Control-Allow-Headers": "Content-Type, X-Requested-With",
                    "Access-Control-Max-Age": "600",
                },
            )
        return None


def problem(problems: list[str], status: int) -> Response:
    """Return an error as JSON."""
    return JSONResponse({"error": "; ".join(problems), "problems": problems}, status)


async def fields(request: Request, most: int = _MOST_FIELDS) -> dict[str, list[str]]:
    """Return the fields of a request, from its address and its form.

    Parameters
    ----------
    request : Request
    most : int
        Accept at most this many fields.

    Returns
    -------
    dict of field to its values

    Raises
    ------
    RequestError
        If the body is too large, too slow, of the wrong type or not UTF-8.
    """
    given = _parsed(request.url.query, "the address", most)
    if request.method == "POST":
        kind = _kind(request)
        if kind != _FORM:
            raise RequestError([f"the body is {kind[:50] or 'untyped'}; expected {_FORM}"], 415)
        given += _parsed(await _text(request), "the body", most)
    named: dict[str, list[str]] = {}
    for name, value in given:
        named.setdefault(name, []).append(value)
    return named


async def json_text(request: Request) -> str | None:
    """Return the body if it is JSON; None for a request of another type.

    Raises
    ------
    RequestError
        As for `fields`.
    """
    if request.method != "POST" or _kind(request) != _JSON:
        return None
    return await _text(request)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _text(request: Request) -> str:
    try:
        body = await asyncio.wait_for(_body(request), LONGEST_WAIT)
        return body.decode("utf-8")
    except TimeoutError as error:
        raise RequestError(["the body took too long to arrive"], 408) from error
    except ClientDisconnect as error:
        raise RequestError(["the body was cut off"]) from error
    except UnicodeDecodeError as error:
        raise RequestError([f"the body is not UTF-8: {error.reason}"]) from error


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    too_large = RequestError([f"the body is larger than {LARGEST_BODY:,} bytes"], 413)
    if not length.isdigit() or int(length[:20]) > LARGEST_BODY:
        raise too_large
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise too_large
        parts.append(part)
    return b"".join(parts)


def _parsed(text: str, place: str, most: int) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, True, errors="strict", max_num_fields=most)
    except ValueError as error:
        raise RequestError([f"{place} is not a UTF-8 form with at most {most:,} fields"]
                           ) from error  # fmt: skip
