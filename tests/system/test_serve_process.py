"""``concordance serve`` as a process: what OpenRefine sends, malformed requests, a clean stop."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import CITES, CITES_ROWS, CMS, CMS_ROWS, download_text
from serving import FORM, Served, malformed, served

import concordance as cc

NAMES = ["Uncia uncia", "Dendrobium nobile", "Equus zebra", "Felis catus", "Pardosa moesta"]
#: connections that are opened and left
HANGING = 5


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    with served() as one:
        yield one


def test_what_openrefine_sends_is_answered(service: Served) -> None:
    """The documented sequence: manifest, types, batches, a suggestion, a preview, an extension."""
    client = service.client()
    assert set(service.addresses) == {"cites", "cms", "both"}
    manifest = client.get("/cites", Origin="http://127.0.0.1:3333")
    assert manifest.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    assert "0.2" in manifest.json["versions"]
    kind = manifest.json["defaultTypes"][0]["id"]
    sample = {f"q{i}": {"query": name, "limit": 3} for i, name in enumerate(NAMES)}
    guessed = client.post("/cites", queries=sample).json  # to guess types
    assert guessed["q0"]["result"][0]["type"][0]["id"] == "species"
    batch = {
        f"q{i}": {"query": name, "type": kind, "type_strict": "should", "properties": []}
        for i, name in enumerate(NAMES)
    }
    found = client.post("/cites", queries=batch).json
    first = {query: (one["result"] or [None])[0] for query, one in found.items()}
    assert [bool(one and one["match"]) for one in first.values()] == [True, False, False, False, False]  # fmt: skip
    assert [one and one["id"] for one in first.values()] == [
        "cites:panthera-uncia", "cites:covered:Dendrobium", "cites:listed_in_part:Equus zebra",
        "cites:felis-catus", None,
    ]  # fmt: skip
    suggest = manifest.json["suggest"]["entity"]
    path = suggest["service_url"].partition(str(service.port))[2] + suggest["service_path"]
    assert client.get(f"{path}?prefix=panthera%20un").json["result"]
    page = client.get(manifest.json["preview"]["url"].partition(str(service.port))[2]
                      .replace("{{id}}", "cites%3Apanthera-uncia"))  # fmt: skip
    assert page.status == 200
    assert b"Panthera uncia" in page.body
    proposed = client.get(f"/cites/properties?type={kind}").json["properties"]
    wanted = [{"id": one["id"]} for one in proposed]
    ids = [one["id"] for one in first.values() if one]
    rows = client.post("/cites", extend={"ids": ids, "properties": wanted}).json["rows"]
    assert list(rows) == ids
    appendices = [rows[i]["cites_appendix"] for i in ids]
    assert appendices == [[{"str": "I"}], [{"str": "II"}], [{"str": "II"}], []]
    client.close()


def test_the_shared_name_is_one_entity_in_both_lists_members_too(service: Served) -> None:
    client = service.client()
    con = cc.Concordance(cc.load_cites(), cc.load_cms(), None, None, ("shared", "all"))
    table = con.table
    pairs = table[table["cites_id"].notna() & table["cms_id"].notna()]
    pairs = pairs[~pairs["cites_id"].duplicated(False) & ~pairs["cms_id"].duplicated(False)]
    names = pairs["cms_name"].tolist()[::10]
    found = client.post("/both", queries={str(i): {"query": n} for i, n in enumerate(names)}).json
    ids = pairs["cites_id"].tolist()[::10]
    wrong = [
        name
        for i, name in enumerate(names)
        if found[str(i)]["result"][0]["id"] != ids[i] or not found[str(i)]["result"][0]["match"]
    ]
    assert len(names) > 50
    assert len(wrong) <= len(names) // 20, wrong
    client.close()


def test_1000_malformed_requests_no_crash_no_fault_no_growth(service: Served) -> None:
    client = service.client()
    peaks = {}
    statuses: list[int] = []
    for seed in range(1000):
        path, raw = malformed(seed)
        statuses.append(client.send("POST", path, raw, {"Content-Type": FORM}).status)
        if seed + 1 in (100, 1000):
            peaks[seed + 1] = service.peak()
    for line in (b"\x00\x01\x02\r\n\r\n", b"GET /cites HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nHost:",
                 b"GET /cites HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: x\r\n\r\n",
                 b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n"):  # fmt: skip
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as raw_client:
            raw_client.sendall(line)
    assert len(statuses) == 1000
    assert max(statuses) < 500
    assert statuses.count(400) > 300
    assert service.process.poll() is None
    assert peaks[1000] <= 1.1 * peaks[100], peaks
    assert client.get("/cites").status == 200
    client.close()


def test_requests_meant_for_another_host_or_from_another_site_are_refused(service: Served) -> None:
    client = service.client()
    assert client.get("/cites", Host="evil.example").status == 421
    assert client.get("/cites", Origin="https://evil.example").status == 403
    client.close()


def test_only_this_machine_reaches_it(service: Served) -> None:
    """It listens on 127.0.0.1, and on no other address of the machine."""
    listening = set()
    with open(f"/proc/{service.process.pid}/net/tcp", encoding="ascii") as table:
        for line in list(table)[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A" and int(address.split(":")[1], 16) == service.port:
                listening.add(address.split(":")[0])
    assert listening == {"0100007F"}


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_open_connections(end: signal.Signals, tmp_path: Path) -> None:
    paths = [tmp_path / "cites 2026-11-20.csv", tmp_path / "cms 2026-11-20.csv"]
    for path, key, content in zip(paths, (CITES, CMS), (CITES_ROWS, CMS_ROWS), strict=True):
        path.write_text(download_text(key, content), encoding="utf-8")
    with served("--cites", str(paths[0]), "--cms", str(paths[1])) as one:
        waiting = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(HANGING)]
        for client in waiting:
            client.sendall(b"POST /cites HTTP/1.1\r\nContent-Length: 100\r\n")
        kept = one.client()
        assert kept.get("/cites").status == 200
        start = time.monotonic()
        one.process.send_signal(end)
        _, errors = one.process.communicate(timeout=30)
        assert time.monotonic() - start < 10
        assert one.process.returncode == 0
        assert errors.splitlines()[-1] == "Stopped."
        assert "Traceback" not in errors
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", one.port), timeout=2)
        kept.close()
        for client in waiting:
            client.close()


def test_a_port_in_use_is_named_before_anything_is_loaded(service: Served) -> None:
    command = [sys.executable, "-m", "concordance", "serve", "--port", str(service.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert f"port {service.port} cannot be used" in done.stderr
    assert "--port" in done.stderr


def test_a_body_that_never_ends_is_given_up(service: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    connection.putrequest("POST", "/cites")
    connection.putheader("Content-Type", FORM)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    try:
        for _ in range(100):
            connection.send(chunk)
    except OSError:
        pass  # the server has closed the connection
    else:
        assert connection.getresponse().status == 413
    finally:
        connection.close()
    client = service.client()
    assert client.get("/cites").status == 200
    client.close()


def test_the_lists_of_a_day_and_of_ones_own_are_served(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("scientificName,taxonRank\nAus bus,species\n", encoding="utf-8")
    with served("--as-of", "2017-04-21", "--list", f"mine={path}") as one:
        client = one.client()
        found = client.post("/cites", queries={"q": {"query": "Panthera uncia"}}).json
        assert found["q"]["result"][0]["name"] == "Uncia uncia"
        assert client.get("/").json["services"] == one.addresses
        assert "mine" in one.addresses
        client.close()
