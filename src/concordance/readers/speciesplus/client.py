"""A client of the Species+ API v1 that fetches taxon concepts page by page, cached and throttled.

Raw answers are kept in the user's cache folder with the day of retrieval. An interrupted run is
resumed. The token is sent in one header and used nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from concordance.errors import ConcordanceError, NetworkError
from concordance.files import write_whole

if TYPE_CHECKING:
    import requests

    from concordance.readers.speciesplus.transport import Patience, Transport

BASE: Final = "https://api.speciesplus.net/api/v1"
TOKEN_VARIABLE: Final = "SPECIESPLUS_TOKEN"  # noqa: S105 - the name of the variable
PER_PAGE: Final = 500
#: most seconds to wait for one request in all
LONGEST_WAIT: Final = 120.0


def cache_folder() -> Path:
    """Return the folder of cached answers: the user's cache folder on this system."""
    from platformdirs import user_cache_path

    return user_cache_path("species-concordance") / "speciesplus"


class SpeciesPlus:
    """A client of the Species+ API.

    Parameters
    ----------
    token : str, optional
        The user's own token; by default the environment variable SPECIESPLUS_TOKEN.
    cache : path, optional
        Folder of cached answers; by default `cache_folder`.
    offline : bool
        Use cached answers only.
    refresh : bool
        Fetch cached answers again.
    pause : float
        Seconds between two requests.
    attempts : int
        Most attempts for one request.
    base : str
        Address of the API.
    sleep : callable
        Waits for a number of seconds.
    ceiling : float
        Most seconds to wait for one request in all. If the server asks for more, an error says so
        at once.
    """

    def __init__(  # noqa: PLR0913 - public; all but one are optional keywords
        self,
        token: str | None = None,
        *,
        cache: str | Path | None = None,
        offline: bool = False,
        refresh: bool = False,
        pause: float = 1.0,
        attempts: int = 6,
        timeout: float = 60.0,
        base: str = BASE,
        sleep: Callable[[float], None] = time.sleep,
        ceiling: float = LONGEST_WAIT,
    ) -> None:
        self.__token = token if token is not None else os.environ.get(TOKEN_VARIABLE, "")
        self._cache = Path(cache) if cache is not None else cache_folder()
        self._offline, self._refresh = offline, refresh
        self._pause, self._attempts, self._timeout = pause, attempts, timeout
        self._base, self._sleep = base.rstrip("/"), sleep
        self._ceiling = ceiling
        self._transport: Transport | None = None
        self._asked = False

    def __repr__(self) -> str:
        return f"<SpeciesPlus {self._base}, {'offline' if self._offline else 'online'}>"

    def get(self, path: str, **parameters: str | int) -> dict[str, Any]:
        """Return one answer, from the cache if possible: ``retrieved`` (ISO date) and ``body``.

        Parameters
        ----------
        path : str
            Path below the address of the API, without ``.json``.
        **parameters
            Parameters of the query.

        Returns
        -------
        dict

        Raises
        ------
        NetworkError
            If the server refuses the token or gives no documented answer after all attempts, or
            if the client is offline and no undamaged answer is cached.
        ConcordanceError
            If the cache cannot be written.
        """
        file = self._file(path, parameters)
        if not self._refresh or self._offline:
            cached = _cached(file)
            if cached is not None:
                return cached
        if self._offline:
            state = "its cached answer is damaged" if file.exists() else "it is not cached"
            raise NetworkError(f"{path}: {state}, and the client is offline; fetch it online first")
        answer = self._fetch(path, parameters)
        _keep(file, answer)
        return answer

    def taxon_concepts(
        self, taxonomy: str, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield every taxon concept of a taxonomy with the day of its retrieval.

        Parameters
        ----------
        taxonomy : str
            ``CITES`` or ``CMS``.
        progress : callable, optional
            Called with (records so far, records in all) after each page.

        Yields
        ------
        record, day
            Pages fetched before an interruption come from the cache.

        Raises
        ------
        NetworkError
                As for `get`; also if fewer distinct records arrive than announced, or none.
        """
        page, seen, total = 1, 0, None
        ids: set[object] = set()
        while total is None or seen < total:
            answer = self.get("taxon_concepts", taxonomy=taxonomy, page=page, per_page=PER_PAGE)
            body = answer["body"]
            records = body["taxon_concepts"]
            announced = (body.get("pagination") or {}).get("total_entries")
            total = int(announced) if announced is not None else total
            fresh = [record for record in records if _is_fresh(record, ids)]
            for record in fresh:
                yield record, answer["retrieved"]
            seen += len(fresh)
            if progress is not None:
                progress(seen, total or seen)
            if not records:
                break
            page += 1
        if total is not None and seen < total:
            raise NetworkError(
                f"taxon_concepts: received {seen} of {total} records; the list may have changed "
                "between two pages. Try again with refresh"
            )
        if not seen:
            raise NetworkError(
                f"taxon_concepts: Species+ has no records for the taxonomy {taxonomy}; expected "
                "thousands. Try again later, with refresh"
            )

    def _file(self, path: str, parameters: Mapping[str, str | int]) -> Path:
        key = json.dumps([self._base, path, sorted(parameters.items())])
        return self._cache / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _fetch(self, path: str, parameters: Mapping[str, str | int]) -> dict[str, Any]:
        import requests

        from concordance.readers.speciesplus.transport import Patience

        if not self.__token:
            raise NetworkError(
                f"the Species+ API needs a token; set {TOKEN_VARIABLE} or pass token=. Get one at "
                "https://api.speciesplus.net"
            )
        transport = self._opened()
        patience = Patience(self._attempts, self._pause, self._ceiling, self._sleep)
        if self._asked:
            self._sleep(self._pause)
        self._asked = True
        trouble = ""
        while patience.is_left:
            if patience.used:
                patience.back_off()
            before = patience.used
            try:
                answer = transport.get(f"{self._base}/{path}.json", dict(parameters), patience)
            except requests.RequestException as error:
                trouble = type(error).__name__  # its text may contain headers
                patience.used = max(patience.used, before + 1)
                continue
            if answer.status_code != 200:
                trouble = self._refused(path, answer, transport.message(answer), patience)
                continue
            patience.used += 1
            body = _body(answer)
            if body is not None and _is_as_documented(path, body):
                return {"retrieved": _day(answer), "path": path, "body": body}
            trouble = "an undocumented answer (truncated or changed)"
        raise NetworkError(
            f"{path}: no answer after {patience.used} attempts and a wait of "
            f"{patience.waited:.0f} seconds (last: {trouble}); earlier answers are cached, and a "
            "later run continues from there"
        )

    def _opened(self) -> Transport:
        if self._transport is None:
            from concordance.readers.speciesplus.transport import Transport

            self._transport = Transport(self.__token, self._timeout)
        return self._transport

    def _refused(
        self, path: str, answer: requests.Response, message: str, patience: Patience
    ) -> str:
        """The message of an answer if the request can be repeated; else an error with it."""
        from concordance.readers.speciesplus.transport import AGAIN, asks_too_long

        status = answer.status_code
        words = f"HTTP {status}" + (f": {message}" if message else "")
        if status in (401, 403):
            raise NetworkError(
                f"{path}: Species+ refuses the token ({words}); it may have expired. Get a new "
                f"one and set {TOKEN_VARIABLE}"
            )
        if status not in AGAIN:
            raise NetworkError(f"{path}: Species+ refuses the request ({words}); check it")
        if asks_too_long(answer.headers, patience.rest):
            raise NetworkError(
                f"{path}: Species+ asks to wait (Retry-After: {answer.headers['Retry-After']}), "
                f"longer than the limit for one request ({self._ceiling:g} s; {words}); try "
                "again after that time. Earlier answers are cached"
            )
        return words


def _is_fresh(record: Any, ids: set[object]) -> bool:
    """Whether a record is new; in a changing list, records move between pages."""
    identity = record.get("id") if isinstance(record, dict) else None
    if not isinstance(identity, int | str):
        return True
    is_fresh = identity not in ids
    ids.add(identity)
    return is_fresh


def _cached(file: Path) -> dict[str, Any] | None:
    """A cached answer; None if there is none or it is damaged."""
    try:
        cached = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(cached, dict) or not {"retrieved", "body", "sha256"} <= cached.keys():
        return None
    digest = cached.pop("sha256")
    return cached if digest == _digest(cached) else None


def _keep(file: Path, answer: Mapping[str, Any]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConcordanceError(
            f"{file.parent}: the cache folder cannot be created ({error.strerror}); pass cache= "
            "with a folder that you may write to"
        ) from error
    text = json.dumps({**answer, "sha256": _digest(answer)})
    write_whole(file, text.encode())


def _digest(answer: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()


def _body(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _is_as_documented(path: str, body: Any) -> bool:
    if path == "taxon_concepts":
        return isinstance(body, dict) and isinstance(body.get("taxon_concepts"), list)
    if path.endswith(("/distributions", "/references")):
        return isinstance(body, list)
    listings = {"cites_legislation": "cites_listings", "eu_legislation": "eu_listings"}
    needed = listings.get(path.rsplit("/", 1)[-1])
    return needed is None or (isinstance(body, dict) and isinstance(body.get(needed), list))


def _day(answer: requests.Response) -> str:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(answer.headers["Date"]).date().isoformat()
    except (KeyError, TypeError, ValueError):
        return ""
