"""The Species+ client against a local server that answers, and misbehaves, as the real one."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import builders
import pytest
from builders import RECORDS, TOKEN, Server, client

import concordance as cc
from concordance.cli import main
from concordance.readers.speciesplus import client as speciesplus_api
from concordance.readers.speciesplus.client import SpeciesPlus
from concordance.readers.speciesplus.concepts import load_api
from concordance.schema import rows


def test_concepts_become_a_checklist(tmp_path: Path) -> None:
    seen = []
    with Server() as server:
        cites = load_api("cites", client(server, tmp_path), lambda *done: seen.append(done))
    assert cites.taxa["name"].tolist() == ["Aus bus", "Dus eus"]
    assert cites.problems["problem"].tolist() == ["a record without a name"]
    assert "Cus bus" in cites.names["name"].tolist()
    scopes = {e["appendix"]: (e["scope"], e["effective_from"]) for e in rows(cites.listings)}
    assert scopes == {"I": ("whole", "2017-01-02"), "II": ("population", "2019-11-26")}
    languages = {(r["language"], r["name"]) for r in rows(cites.common_names)}
    assert languages == {("en", "Sea Cat"), ("en", "Aus Cat"), ("fr", "Chat")}
    assert seen == [(2, 4), (4, 4)]
    assert cites.source.redistribution == "restricted"
    assert cites.source.as_of  # the day that the server gave
    assert all(token == TOKEN for _, token in server.asked)


def test_details_of_chosen_names(tmp_path: Path) -> None:
    with Server() as server:
        mine = client(server, tmp_path)
        cites = load_api("cites", mine, details=["Aus bus", "Nobody here"])
        assert len(server.asked) == 2 + 3, "details of one name: three requests"
        again = load_api("cites", client(server, tmp_path, offline=True), details=["Aus bus"])
        assert len(server.asked) == 5
        assert again.measures.equals(cites.measures)
    ranges = {r["country"]: r["presence"] for r in rows(cites.ranges)}
    assert ranges == {"NA": "native", "GB": "introduced", "EG": "extinct_uncertain", "PF": "",
                      "Somewhere": "native"}  # fmt: skip
    problems = cites.problems["problem"].tolist()
    assert "an unknown tag: vagrant" in problems
    assert "not an ISO 3166 code; kept unchanged" in problems
    assert "not an accepted concept; no details fetched" in problems
    told = {(m["kind"], m["party"], m["value"]) for m in rows(cites.measures)}
    assert told == {
        ("reservation", "JP", "Appendix I"), ("quota", "NA", "180"), ("suspension", "US", "imports"),
        ("eu_annex", "", "A"), ("eu_annex", "", "B"),
    }  # fmt: skip
    con = cc.build(cites, cc.load_cms())
    row = con.table[con.table["cites_name"] == "Aus bus"].iloc[0]
    assert row["eu_annexes"] == "A|B"
    assert "reservation" in row["flag_codes"].split("|")
    assert row["cites_reservations"] == (
        "JP: Appendix I from 1983-06-06 (entered as Cus bus) [reported]"
    )
    said = str(con.information("Aus bus"))
    assert "range state: NA (native)" in said
    assert "quota: NA: 180 from 2022-01-27" in said
    assert "suspension: US: imports" in said
    assert "eu annex: A" in said


@pytest.mark.parametrize("faults", [[404], ["cut"], ["changed"], ["html"]])
def test_faults_in_the_details_are_waited_out(tmp_path: Path, faults: list[str | int]) -> None:
    with Server([None, None, *faults]) as server:
        found = load_api("cites", client(server, tmp_path), details=["Aus bus"])
    assert len(found.ranges) == 5
    assert len(server.asked) == 5 + len(faults)


@pytest.mark.parametrize(
    "faults",
    [[404, 404], [429], [500, 503], ["cut"], ["changed"], ["html"], ["drop"], [404, "cut", 429]],
)
def test_faults_are_waited_out(tmp_path: Path, faults: list[str | int]) -> None:
    waits: list[float] = []
    with Server(faults) as server:
        found = load_api("cites", client(server, tmp_path, waits))
    assert len(found.taxa) == 2
    assert len(server.asked) == 2 + len(faults)
    assert waits
    assert (7.0 in waits) == (429 in faults)
    assert sorted(w for w in waits if w != 7.0)[-1] >= 2.0


def test_an_interrupted_fetch_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with Server([None, *[500] * 9]) as server:
        with pytest.raises(cc.NetworkError, match="no answer after 6 attempts"):
            load_api("cites", client(server, tmp_path))
        asked = len(server.asked)
        server.faults.clear()
        assert len(load_api("cites", client(server, tmp_path)).taxa) == 2
        assert len(server.asked) == asked + 1
        assert len(load_api("cites", client(server, tmp_path, offline=True)).taxa) == 2
        load_api("cites", client(server, tmp_path, refresh=True))
        assert len(server.asked) == asked + 3


def test_an_expired_token_and_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECIESPLUS_TOKEN", raising=False)
    with Server([401]) as server:
        with pytest.raises(cc.NetworkError, match="refuses the token"):
            load_api("cites", client(server, tmp_path))
        nobody = SpeciesPlus(cache=tmp_path, base=server.url, sleep=lambda _: None)
        with pytest.raises(cc.NetworkError, match="needs a token; set SPECIESPLUS_TOKEN"):
            load_api("cites", nobody)
        with pytest.raises(cc.NetworkError, match="it is not cached"):
            load_api("cms", client(server, tmp_path, offline=True))
    with pytest.raises(cc.ConcordanceError, match="expected 'cites' or 'cms'"):
        load_api("aewa")


def test_the_token_is_nowhere_but_in_the_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with Server([500, "drop", 404, 500, 500, 500, 500]) as server:
        mine = client(server, tmp_path)
        with pytest.raises(cc.NetworkError) as error:
            load_api("cites", mine)
        server.faults.clear()
        load_api("cites", mine)
        gone = client(server, tmp_path / "new")
    with pytest.raises(cc.NetworkError) as refused:
        load_api("cites", gone)
    said = [str(error.value), repr(error.value), str(refused.value), repr(mine), str(vars(error))]
    said += [capsys.readouterr().err, caplog.text, *(path for path, _ in server.asked)]
    said += [p.read_text(encoding="utf-8") for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(TOKEN in text for text in said)


def test_fewer_records_than_announced_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server() as server:
        monkeypatch.setattr(f"{__name__}.RECORDS", RECORDS)
        mine = client(server, tmp_path)
        real = mine.get

        def short(path: Any, **parameters: Any) -> Any:
            answer = real(path, **parameters)
            if parameters["page"] == 2:
                answer["body"]["taxon_concepts"] = []
            return answer

        monkeypatch.setattr(mine, "get", short)
        with pytest.raises(cc.NetworkError, match="received 2 of 4 records"):
            load_api("cites", mine)


def test_fetch_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPECIESPLUS_TOKEN", TOKEN)
    monkeypatch.setattr(speciesplus_api, "cache_folder", lambda: tmp_path)
    with Server() as server:
        monkeypatch.setattr(SpeciesPlus.__init__, "__kwdefaults__",
                            {**(SpeciesPlus.__init__.__kwdefaults__ or {}), "base": server.url,
                             "sleep": lambda _: None})  # fmt: skip
        assert main(["fetch", "--taxonomy", "CMS", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["taxa"] == 2
        assert main(["fetch", "--taxonomy", "CMS"]) == 0
        assert "2 taxa" in capsys.readouterr().err
        assert len(cc.load_cms("api").taxa) == 2
        assert len(cc.load_cms("api", details=["Aus bus"]).ranges) == 5
        assert main(["fetch", "--taxonomy", "CMS", "--details", "Aus bus"]) == 0
        with pytest.raises(cc.ChecklistError, match="only with the source 'api'"):
            cc.load_cites(details=["Aus bus"])
        assert main(["fetch", "--taxonomy", "CITES", "--offline"]) == 4
        assert "it is not cached" in capsys.readouterr().err
        assert main(["fetch", "--taxonomy", "CITES", "--quiet"]) == 0
        assert main(["explain", "Aus", "bus", "--cites", "api", "--as-of", "2020-01-01"]) == 0
        assert "Appendix I|II as Aus bus, from 2017-01-02" in capsys.readouterr().out


@pytest.mark.needs_shared
def test_recorded_answers_of_the_real_service_are_read(shared: Path) -> None:
    class Recorded:
        def taxon_concepts(self, taxonomy: Any, progress: Any = None) -> Iterator[Any]:
            for path in sorted((shared / "real" / "api").glob("rcites__spp_taxonconcept_*.json")):
                for call in json.loads(path.read_text(encoding="utf-8"))["http_interactions"]:
                    body = json.loads(call["response"]["body"]["string"])
                    for record in body.get("taxon_concepts", []):
                        yield record, "2022-11-27"

    records = [r for r, _ in Recorded().taxon_concepts("CITES")]
    found = load_api("cites", cast(Any, Recorded()))
    named = [r for r in records if r["full_name"] and r["name_status"] in ("A", "N")]
    assert len(found.taxa) == len(named) > 30
    synonyms = sum(len(r.get("synonyms") or []) for r in named)
    assert (found.names["status"] == "synonym").sum() == synonyms


@pytest.mark.needs_shared
def test_recorded_details_of_the_real_service_are_read(shared: Path) -> None:
    from concordance.readers.speciesplus.details import Tables, add_details

    class Recorded:
        def get(self, path: Any, **_: Any) -> Any:
            _, concept, part = path.split("/")
            found = [*(shared / "real" / "api").glob(f"{part}__{concept}*.json")]
            body = json.loads(found[0].read_text(encoding="utf-8")) if found else []
            return {"body": body, "retrieved": "2022-11-27"}

    tables = Tables.empty()
    add_details(cast(Any, Recorded()), "cites", 4521, tables)
    recorded = Recorded().get("taxon_concepts/4521/distributions")["body"]
    assert len(tables.ranges) == len(recorded) > 30
    assert not tables.problems
    assert "NA" in {row["country"] for row in tables.ranges}
    reserved = {m["party"] for m in tables.measures if m["kind"] == "reservation"}
    assert reserved == {"BW", "CD", "NA", "SZ", "TZ", "ZA", "ZM", "ZW"}
    assert {m["value"] for m in tables.measures if m["kind"] == "eu_annex"} == {"A", "B"}
    assert any(m["kind"] == "quota" for m in tables.measures)


def test_a_deleted_concept_is_never_in_a_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted = {**cast(Any, RECORDS[0]), "id": 90, "active": False}
    monkeypatch.setattr(builders, "RECORDS", [deleted, {**cast(Any, RECORDS[0]), "active": True}])
    with Server() as server:
        found = load_api("cites", client(server, tmp_path), details=["Aus bus"])
        assert not [path for path, _ in server.asked if "/90/" in path]
    assert found.taxa["taxon_id"].tolist() == ["cites:1"]
    assert found.problems["problem"].tolist()[0] == "a deleted concept; left out"


def test_a_record_on_two_pages_is_one_taxon_and_fewer_than_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (
        RECORDS[0],
        RECORDS[1],
        {**cast(Any, RECORDS[1]), "id": 7, "full_name": "Eus aus"},
    )
    monkeypatch.setattr(builders, "RECORDS", [first, second, second, third])
    with (
        Server() as server,
        pytest.raises(cc.NetworkError, match="received 3 of 4 records; the list may have changed"),
    ):
        load_api("cites", client(server, tmp_path))


def test_an_empty_answer_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "RECORDS", [])
    with (
        Server() as server,
        pytest.raises(cc.NetworkError, match="no records for the taxonomy CMS"),
    ):
        load_api("cms", client(server, tmp_path))


class Scripted:
    """A server that gives one status, headers and body to every request, and keeps the tokens."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes = b"{}") -> None:
        self.tokens: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer.tokens.append(self.headers.get("X-Authentication-Token"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/api/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "Scripted":
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def in_future(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("wish", ["864000", "121", "date", "9" * 400])
def test_a_wait_beyond_the_ceiling_ends_with_the_words_of_the_server(
    tmp_path: Path, wish: str
) -> None:
    waits: list[float] = []
    body = b'{"error": {"message": "Too many requests"}}'
    with (
        Scripted(
            429, {"Retry-After": in_future(864000) if wish == "date" else wish}, body
        ) as server,
        pytest.raises(cc.NetworkError, match=r"asks to wait .*Too many requests"),
    ):
        load_api("cites", client(cast(Any, server), tmp_path, waits))
    assert len(server.tokens) == 1
    assert sum(waits) <= 120


@pytest.mark.parametrize("wish", ["100", "date", "45", "soon", "-5", ""])
def test_all_waits_of_a_request_together_stay_below_the_ceiling(tmp_path: Path, wish: str) -> None:
    waits: list[float] = []
    answers = {"100": 2, "date": 2, "45": 3}  # then the server asks for more than is left
    message = (
        "asks to wait .* the limit for one request"
        if wish in answers
        else "no answer after 6 attempts"
    )
    with (
        Scripted(503, {"Retry-After": in_future(100) if wish == "date" else wish}) as server,
        pytest.raises(cc.NetworkError, match=message),
    ):
        load_api("cites", client(cast(Any, server), tmp_path, waits))
    assert len(server.tokens) == answers.get(wish, 6)
    assert 0 < sum(waits) <= 120
    assert (max(waits) > 90) == (wish in {"100", "date"})


def test_patience_ends_with_the_ceiling(tmp_path: Path) -> None:
    waits: list[float] = []
    with Scripted(503, {}) as server, pytest.raises(cc.NetworkError, match="no answer after 4 "):
        load_api("cites", SpeciesPlus(TOKEN, cache=tmp_path, base=server.url, pause=1.0,
                                      ceiling=10.0, sleep=waits.append))  # fmt: skip
    assert waits == [2.0, 4.0, 4.0]


@pytest.mark.parametrize("status", [400, 422])
def test_a_request_that_is_wrong_is_not_made_again(tmp_path: Path, status: int) -> None:
    waits: list[float] = []
    body = json.dumps({"error": {"message": f"Unpermitted parameters\x1b[2J {TOKEN}"}}).encode()
    with Scripted(status, {}, body) as server, pytest.raises(cc.NetworkError) as error:
        load_api("cites", client(cast(Any, server), tmp_path, waits))
    assert f"HTTP {status}: Unpermitted parameters" in str(error.value)
    assert "\x1b" not in str(error.value)
    assert TOKEN not in str(error.value)
    assert (len(server.tokens), waits) == (1, [])


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("application/json", b'{"errors": ["taxonomy is wrong"]}', '["taxonomy is wrong"]'),
        ("application/json", b'{"message": "No such page"}', "No such page"),
        ("application/json", b'{"error": "Bad"}', "Bad"),
        ("text/plain", b"Try\nlater", "Try later"),
        ("text/html", b"<html>A proxy</html>", ""),
        ("application/json", b"null", ""),
    ],
)
def test_the_words_of_the_server_are_shown_in_any_shape(
    tmp_path: Path, kind: str, body: bytes, words: str
) -> None:
    with (
        Scripted(400, {"Content-Type": kind}, body) as server,
        pytest.raises(cc.NetworkError) as error,
    ):
        load_api("cites", client(cast(Any, server), tmp_path))
    assert f"(HTTP 400{': ' if words else ''}{words})" in str(error.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_gets_no_token(tmp_path: Path, status: int) -> None:
    with Scripted(200, {}) as other:
        with (
            Scripted(status, {"Location": f"{other.url}/x.json"}) as server,
            pytest.raises(cc.NetworkError, match="the token is not sent there"),
        ):
            load_api("cites", client(cast(Any, server), tmp_path))
        assert other.tokens == []
    with (
        Scripted(status, {"Location": "/elsewhere"}) as server,
        pytest.raises(cc.NetworkError, match="keeps redirecting"),
    ):
        load_api("cites", client(cast(Any, server), tmp_path))
    assert set(server.tokens) == {TOKEN}
    assert len(server.tokens) == 5
