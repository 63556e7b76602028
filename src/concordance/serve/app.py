"""The addresses of the service: each reads a request, passes it on and sends JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.serve import looked_up
from concordance.serve.asked import (
    LONGEST_TEXT,
    RequestError,
    read_extension,
    read_queries,
    read_single,
)
from concordance.serve.guard import Guard, fields, json_text, problem
from concordance.serve.preview import preview
from concordance.serve.service import MOST_SUGGESTED, Service

Fields = Mapping[str, Sequence[str]]
Answer = Callable[[Service, Fields], Any]
_MOST_CURSOR: Final = 10_000


def application(services: Sequence[Service], port: int) -> Starlette:
    """Return the service as an ASGI application.

    Parameters
    ----------
    services : sequence of Service
    port : int
        Port on which it is served.

    Returns
    -------
    Starlette
    """
    pages = _Pages(services)
    both = ["GET", "POST"]
    return Starlette(
        routes=[
            Route("/", pages.index),
            Route(f"/{looked_up.KEY}", pages.lookup, methods=both),
            Route("/{key}", pages.main, methods=both),
            Route("/{key}/preview", pages.preview),
            Route("/{key}/suggest/entity", pages.answered(_suggest)),
            Route("/{key}/suggest/type", pages.answered(_types)),
            Route("/{key}/suggest/property", pages.answered(_properties)),
            Route("/{key}/properties", pages.answered(_propose)),
        ],
        middleware=[Middleware(Guard, port=port)],
        exception_handlers={
            RequestError: _request_error, HTTPException: _http_error, Exception: _unexpected,
        },
    )  # fmt: skip


class _Pages:
    """The endpoint of each address."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._known = {service.key: service for service in services}
        pairings = (service.pairing for service in services)
        self._con = next((one.con for one in pairings if one is not None), None)

    def _service(self, request: Request) -> Service:
        service = self._known.get(request.path_params["key"])
        if service is None:
            expected = ", ".join((*self._known, looked_up.KEY))
            raise HTTPException(404, f"unknown list; expected one of {expected}")
        return service

    async def index(self, request: Request) -> Response:
        """List what is served, and at which address."""
        base = _base(request)
        return JSONResponse({
            "name": "concordance", "version": TOOL_VERSION, "disclaimer": DISCLAIMER,
            "services": {key: f"{base}/{key}" for key in self._known},
            "lookup": f"{base}/{looked_up.KEY}",
        })  # fmt: skip

    async def main(self, request: Request) -> Response:
        """Send the manifest, or the answers to queries."""
        service = self._service(request)
        return JSONResponse(_main(service, await fields(request), _base(request)))

    def answered(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that sends an answer of a service as JSON."""

        async def endpoint(request: Request) -> Response:
            service = self._service(request)
            return JSONResponse(answer(service, await fields(request)))

        return endpoint

    async def preview(self, request: Request) -> Response:
        """Send the preview page of an entity."""
        service = self._service(request)
        entity = service.entity(_one(await fields(request), "id"))
        return HTMLResponse(preview(service, entity), 200 if entity else 404)

    async def lookup(self, request: Request) -> Response:
        """Send the answers of `lookup`."""
        if self._con is None:
            raise HTTPException(404, "no concordance of two lists is served")
        text = await json_text(request)
        if text is not None:
            asked = looked_up.read_object(text)
        else:
            asked = looked_up.read_form(await fields(request, looked_up.MOST_FIELDS))
        return JSONResponse(looked_up.looked_up(self._con, asked))


def _base(request: Request) -> str:
    """The address under which the client sees the server; the guard has checked it."""
    return str(request.base_url).rstrip("/")


def _main(service: Service, given: Fields, base: str) -> Any:
    """The answer to a batch, a single query or an extension; without any of them the manifest."""
    if "callback" in given:
        raise RequestError(["callback: JSONP is not served, as any page could read it; use CORS"])
    asked = [name for name in ("queries", "query", "extend") if name in given]
    if len(asked) > 1:
        raise RequestError([f"the request has {' and '.join(asked)}; send only one of them"])
    if not asked:
        return service.manifest(base)
    text = _one(given, asked[0])
    if asked == ["queries"]:
        return service.reconcile(read_queries(text))
    if asked == ["query"]:
        return service.reconcile({"query": read_single(text)})["query"]
    return service.extend(read_extension(text, [p.property_id for p in service.properties]))


def _suggest(service: Service, given: Fields) -> Any:
    limit = _number(given, "limit", MOST_SUGGESTED) or 10
    return service.suggest(_prefix(given), limit, _number(given, "cursor", _MOST_CURSOR) or 0)


def _types(service: Service, given: Fields) -> Any:
    return service.suggest_types(_prefix(given))


def _properties(service: Service, given: Fields) -> Any:
    return service.suggest_properties(_prefix(given))


def _propose(service: Service, given: Fields) -> Any:
    return service.propose(_one(given, "type"), _number(given, "limit", MOST_SUGGESTED))


def _prefix(given: Fields) -> str:
    text = _one(given, "prefix")
    if len(text) > LONGEST_TEXT:
        raise RequestError([f"prefix has {len(text)} letters; send at most {LONGEST_TEXT}"])
    return text


def _one(given: Fields, name: str) -> str:
    """The value of a field; blank if it is missing."""
    values = given.get(name, [""])
    if len(values) > 1:
        raise RequestError([f"{name} is given {len(values)} times; give it once"])
    return values[0]


def _number(given: Fields, name: str, most: int) -> int | None:
    text = _one(given, name).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RequestError([f"{name} is {text[:20]!r}; expected a whole number, 0 or more"])
    return min(int(text), most)


def _request_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)  # noqa: S101 - registered for it alone
    return problem(error.problems, error.status)


def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    return problem([error.detail], error.status_code)


def _unexpected(_: Request, error: Exception) -> Response:
    return problem([f"this is a bug in concordance; please report it: {type(error).__name__}"],
                   500)  # fmt: skip
