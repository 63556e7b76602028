"""The service as tests reach it: as a process, as a program of this machine does."""

import http.client
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from builders import ROOT

FORM = "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A client that keeps its connection, as OpenRefine does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, None, headers)

    def post(self, path: str, **form: object) -> Reply:
        fields = {k: v if isinstance(v, str) else json.dumps(v) for k, v in form.items()}
        return self.send("POST", path, urlencode(fields).encode(), {"Content-Type": FORM})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        except (http.client.HTTPException, OSError):
            self._connection.close()  # a server may end a connection: the next request opens one
            raise

    def close(self) -> None:
        self._connection.close()


class Served(NamedTuple):
    """A running ``concordance serve``."""

    process: "subprocess.Popen[str]"
    addresses: dict[str, str]

    @property
    def port(self) -> int:
        port = urlsplit(next(iter(self.addresses.values()))).port
        assert port
        return port

    def client(self) -> Client:
        return Client(self.port)

    def work(self) -> float:
        """Seconds of the processor that the process has taken."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> int:
        """Peak memory of the process so far, in kB."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """The command as a process of its own, on a free port."""
    command = [sys.executable, "-m", "concordance", "serve", "--port", "0", "--json", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        if line.startswith("}"):
            break
    if not text:
        raise AssertionError(process.communicate()[1])
    try:
        yield Served(process, json.loads(text)["addresses"])
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


#: values of any kind
ODD: list[Any] = [None, True, 0, -1, 1e308, "", "\x00", "\ud800", "😀" * 50, [], {}, [[]], {"id": 1}, "a" * 3000,
       {"id": "x", "name": None}, ["a", 1], "Panthera \x00 onca", "×", "x × y", "(", "[" * 40]  # fmt: skip


def malformed(seed: int) -> tuple[str, bytes]:
    """A request that is wrong in some way: its fields, their JSON, values of other types."""
    numbers = random.Random(seed)

    def value(depth: int = 0) -> Any:
        kind = numbers.randrange(4 if depth < 3 else 1)
        if kind == 1:
            return [value(depth + 1) for _ in range(numbers.randrange(3))]
        if kind > 1:
            keys = ["query", "type", "limit", "properties", "pid", "v", "type_strict", "ids", "id",
                    "q\ud800", ""]  # fmt: skip
            return {numbers.choice(keys): value(depth + 1) for _ in range(numbers.randrange(4))}
        return numbers.choice(ODD)

    field = numbers.choice(["queries", "query", "extend", "queries", "extend", "callback", "q"])
    content = {"q0": value()} if numbers.random() < 0.5 else value()
    if field == "extend" and numbers.random() < 0.7:
        content = {"ids": value(), "properties": value()}
    text = json.dumps(content)
    if numbers.random() < 0.3:
        text = text[: numbers.randrange(len(text) + 1)]
    if numbers.random() < 0.05:
        text = "[" * 100_000
    raw = f"{field}={quote(text)}".encode()
    if numbers.random() < 0.2:
        at = numbers.randrange(len(raw))
        raw = raw[:at] + bytes(numbers.randrange(256) for _ in range(5)) + raw[at:]
    return numbers.choice(["/cites", "/both", "/cms", "/mine", "/lookup", "/none"]), raw


def malformed_lookup(seed: int) -> bytes:
    """A JSON body for ``/lookup`` that is wrong in some way."""
    numbers = random.Random(seed)
    keys = ["names", "dates", "countries", "languages", "how", "name", ""]

    def value() -> Any:
        one = numbers.choice([*ODD, 2017, "en", "best", "Panthera leo"])
        return [one, numbers.choice(ODD)] if numbers.random() < 0.3 else one

    body = {"names": value()} | {numbers.choice(keys): value() for _ in range(numbers.randrange(4))}
    text = json.dumps(body if numbers.random() < 0.95 else value())
    return (
        text[: numbers.randrange(len(text))].encode() if numbers.random() < 0.1 else text.encode()
    )
