"""Requests to the Species+ API: repeated with pauses, and sent only to its host."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from concordance.errors import NetworkError

if TYPE_CHECKING:
    from urllib3.connectionpool import ConnectionPool

#: answers after which the same request may succeed; too many requests are answered with 404
AGAIN: Final = frozenset({404, 408, 425, 429, *range(500, 600)})
#: most characters shown of a server message
_SHOWN: Final = 300
_REDIRECTS: Final = 5


@dataclass(slots=True)
class Patience:
    """Limits for repeating one request, and the use made of them.

    Attributes
    ----------
    attempts : int
    pause : float
        The second attempt waits twice this many seconds; the wait doubles each time.
    ceiling : float
        Most seconds to wait in all, including waits that the server asks for.
    sleep : callable
    used : int
        Attempts so far.
    waited : float
        Seconds waited so far.
    """

    attempts: int
    pause: float
    ceiling: float
    sleep: Callable[[float], None] = time.sleep
    used: int = 0
    waited: float = 0.0

    @property
    def is_left(self) -> bool:
        """Whether another attempt is allowed."""
        return self.used < self.attempts and self.waited < self.ceiling

    @property
    def rest(self) -> float:
        """Seconds left to wait."""
        return self.ceiling - self.waited

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the ceiling allows."""
        wait = min(seconds, self.rest)
        self.waited += wait
        self.sleep(wait)

    def back_off(self) -> None:
        """Wait before the next attempt."""
        self.wait(self.pause * 2**self.used)


class PatientRetry(Retry):
    """urllib3's Retry with a ceiling on ``Retry-After``, also if it is a date."""

    patience: Patience

    @classmethod
    def of(cls, patience: Patience) -> Self:
        """Return the remaining attempts."""
        retry = cls(
            total=patience.attempts - patience.used,
            status_forcelist=AGAIN,
            allowed_methods=frozenset({"GET"}),
            raise_on_status=False,
        )
        retry.patience = patience
        return retry

    def new(self, **changes: Any) -> Self:
        """Return the state after an attempt."""
        retry = super().new(**changes)
        retry.patience = self.patience
        return retry

    def increment(  # type: ignore[override]  # urllib3 passes the rest by name
        self, method: str | None = None, url: str | None = None, **details: Any
    ) -> Self:
        """Count an attempt; return the last answer if no further attempt is allowed."""
        self.patience.used += 1
        response = details.get("response")
        pool = cast("ConnectionPool", details.get("_pool"))
        if response is not None and asks_too_long(response.headers, self.patience.rest):
            raise MaxRetryError(pool, url or "", None)
        if not self.patience.is_left:
            raise MaxRetryError(pool, url or "", details.get("error"))
        return super().increment(method, url, **details)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait as long as the server asks, plus a little more each time."""
        wish = wished(response.headers) if response is not None else None
        if wish:
            self.patience.wait(wish)
        self.patience.back_off()


def wished(headers: Any) -> float | None:
    """Return the seconds in the header ``Retry-After`` (number or HTTP date); None if absent.

    Examples
    --------
    >>> wished({"Retry-After": "7"}), wished({"Retry-After": "soon"}), wished({})
    (7.0, None, None)
    >>> wished({"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"})
    0.0
    """
    value = headers.get("Retry-After")
    if not value:
        return None
    try:
        return float(Retry().parse_retry_after(value))
    except OverflowError:
        return inf
    except (InvalidHeader, ValueError):
        return None


def asks_too_long(headers: Any, rest: float) -> bool:
    """Return whether a server asks to wait longer than the remaining time."""
    return (wished(headers) or 0.0) > rest


class Transport:
    """A session with a single host.

    Parameters
    ----------
    token : str
        Sent in one header, only to that host.
    timeout : float
    """

    def __init__(self, token: str, timeout: float) -> None:
        self.__token = token
        self._timeout = timeout
        self._session = requests.Session()
        self._adapter = HTTPAdapter()
        self._session.adapters.clear()
        self._session.mount("", self._adapter)

    def get(
        self, url: str, parameters: dict[str, str | int], patience: Patience
    ) -> requests.Response:
        """Return the last answer to a request.

        Parameters
        ----------
        url : str
        parameters : dict
        patience : Patience
            Attempts and waits are counted in it.

        Returns
        -------
        requests.Response
            With any status except a redirection.

        Raises
        ------
        NetworkError
            If the server redirects to another host.
        requests.RequestException
            If there was no answer.
        """
        for _ in range(_REDIRECTS):
            self._adapter.max_retries = PatientRetry.of(patience)
            answer = self._session.get(
                url,
                params=parameters,
                headers={"X-Authentication-Token": self.__token},
                timeout=self._timeout,
                allow_redirects=False,
            )
            if not answer.is_redirect:
                return answer
            url, parameters = self._inside(url, answer), {}
        raise NetworkError(f"{url}: Species+ keeps redirecting; try again later")

    def _inside(self, url: str, answer: requests.Response) -> str:
        """The address of a redirection within the host, with the same or a safer scheme."""
        target = urljoin(url, answer.headers["Location"])
        old, new = urlsplit(url), urlsplit(target)
        is_same = (old.scheme, old.netloc) == (new.scheme, new.netloc)
        is_safer = (old.hostname, old.scheme, new.scheme) == (new.hostname, "http", "https")
        if not is_same and not is_safer:
            raise NetworkError(
                f"{old.netloc} redirects to {new.scheme}://{new.netloc}; the token is not sent "
                "there. The API may have moved: see https://api.speciesplus.net"
            )
        return target

    def message(self, answer: requests.Response) -> str:
        """Return the server's error message without the token; blank if there is none."""
        text = _message_text(answer)
        words = " ".join(text.replace(self.__token, "***").split())
        return "".join(letter for letter in words if letter.isprintable())[:_SHOWN]


def _message_text(answer: requests.Response) -> str:
    """The message in a JSON answer, or the whole answer; blank for HTML, such as a proxy's page."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "" if "html" in answer.headers.get("Content-Type", "") else answer.text
    if isinstance(body, dict):
        body = body.get("error") or body.get("errors") or body.get("message") or body
    if isinstance(body, dict):
        body = body.get("message") or body
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False) if body else ""
