"""The reconciliation service: its answers are those of `match_names`, in the shape of the API."""

import asyncio
import copy
import json
import os
import random
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from builders import ROOT, records
from serving import FORM, Reply, malformed, malformed_lookup

import concordance as cc
from concordance.concordance import Concordance
from concordance.matching.columns import MATCH_DETAILS, MATCHES
from concordance.schema import rows
from concordance.serve import asked, guard
from concordance.serve.app import application
from concordance.serve.candidates import Candidate, candidates, united
from concordance.serve.dated import placed_id, taken_apart
from concordance.serve.entities import answer_of, read_entity
from concordance.serve.loaded import services_of
from concordance.serve.matches import Match, NameAsked, WarmList
from concordance.serve.service import Service

PORT = 8931
HOST = f"127.0.0.1:{PORT}"
OWN = ROOT / "tests" / "data" / "reconciliation"
#: our own small schemas, and the official ones where a folder with them is given
FOLDERS = [OWN, *map(Path, filter(None, [os.environ.get("RECONCILIATION_SCHEMAS")]))]
NAMES = [
    "Uncia uncia", "Panthera uncia", "Panthera onca", "Pantera onca", "Felis catus", "Felis",
    "Stelis ignota", "Panthera leo azandicus", "Dendrobium nobile", "Equus zebra", "Pardosa moesta",
    "", "?", "Felidae", "Manta birostris", "Panthera uncia (Schreber, 1775)",
]  # fmt: skip


@pytest.fixture(scope="module")
def services(con: Concordance) -> dict[str, Service]:
    # the animals and their pairs; plants and members of groups: tests/system/test_serve_process.py
    mine = cc.Checklist.from_frames("mine", taxa=_mine(), source=cc.Source(name="My list"))
    return {service.key: service for service in services_of(con, [mine])}


def _mine() -> Any:
    import pandas as pd

    return pd.DataFrame({"name": ["Panthera uncia", "Aus bus"], "taxon_id": ["1", "x:2"]})


@pytest.fixture(scope="module")
def ask(services: dict[str, Service]) -> Callable[..., Reply]:
    app = application(list(services.values()), PORT)

    def send(
        path: str,
        form: dict[str, Any] | bytes | None = None,
        headers: dict[str, str] | None = None,
        method: str = "",
    ) -> Reply:
        body = form if isinstance(form, bytes) else urlencode(_texts(form or {})).encode()
        given = {"host": HOST} | ({"content-type": FORM} if form is not None else {})
        given |= headers or {}
        way = method or ("GET" if form is None else "POST")
        return asyncio.run(_asked(app, way, path, body, given))

    return send


def _texts(form: dict[str, Any]) -> dict[str, str]:
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in form.items()}


async def _asked(app: Any, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
    """One request as the server hands it to the application."""
    raw_path, _, query = path.partition("?")
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
             "scheme": "http", "path": raw_path, "raw_path": raw_path.encode(), "root_path": "",
             "query_string": query.encode("latin-1"), "server": ("127.0.0.1", PORT),
             "client": ("127.0.0.1", 1),
             "headers": [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]}  # fmt: skip
    sent: list[Any] = []
    parts = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        return next(parts, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    given = {k.decode(): v.decode() for k, v in start["headers"]}
    return Reply(start["status"], given, b"".join(one.get("body", b"") for one in rest))


def batch(names: list[str]) -> dict[str, Any]:
    return {f"q{i}": {"query": name, "type": "taxon"} for i, name in enumerate(names)}


# ---------------------------------------------------------------------------------------------
# the answers are those of match_names


def test_a_match_has_the_columns_of_match_names() -> None:
    assert Match._fields == tuple(column.name for column in MATCHES + MATCH_DETAILS)


def test_answers_equal_match_names_on_10_000_queries() -> None:
    cites = cc.load_cites(kingdom="all")
    of, wide = WarmList(cites), cites.with_members.records.names  # small batches, one large table
    numbers = random.Random(25)
    names = numbers.sample(sorted({use.name for use in wide}), 7000)
    names += [_mistyped(name, numbers) for name in names[:1500]]
    names += [f"{name.split()[0]} ignotus" for name in names[1500:2500]]
    names += [f"{use.name} {use.authorship}" for use in wide[:500]]
    kingdoms = [("", "Animalia", "Plantae")[i % 7 % 3] for i in range(len(names))]
    table = cc.match_names(names, cites, context={"kingdom": kingdoms}, how="all")
    expected: dict[int, list[Any]] = {}
    for place, row in zip(table.index.tolist(), rows(table), strict=True):
        expected.setdefault(place, []).append(tuple(row.values()))
    asked_for = [
        NameAsked(name, context=(kingdom, *[""] * 5))
        for name, kingdom in zip(names, kingdoms, strict=True)
    ]
    assert len(names) == 10_000
    for begin in range(0, len(names), 41):
        found = of.match(asked_for[begin : begin + 41])
        for place, matches in enumerate(found, begin):
            assert [tuple(match) for match in matches] == expected[place], names[place]
            given = candidates(of, asked_for[place], matches)
            taxa = [match.taxon_id for match in matches if match.taxon_id]
            assert [one.entity_id for one in given][len(given) - len(taxa) :] == taxa
            sure = [one.entity_id for one in given if one.match]
            assert sure == (taxa[:1] if matches[0].status == "matched" else [])


def _mistyped(name: str, numbers: random.Random) -> str:
    at = numbers.randrange(1, len(name))
    return name[:at] + numbers.choice("aeiouxyz ") + name[at + numbers.randrange(2) :]


@pytest.mark.parametrize("key", ["cites", "cms"])
def test_a_name_answered_without_a_taxon_is_a_candidate_of_its_own(
    key: str, services: dict[str, Service]
) -> None:
    """And its id gives the answer again, whatever was known of the name."""
    of = services[key].lists[0]
    genera = sorted({name.split()[0] for name in of.index.by_name})[::40]
    names = [f"{genus} ignota" for genus in genera]
    names += ["Equus zebra", "Felis catus", "Dendrobium nobile", "Panthera leo azandicus"]
    kinds = set()
    for kingdom in ("", "Animalia", "Plantae"):
        for name in names:
            query = NameAsked(name, context=(kingdom, *[""] * 5))
            matches = of.match([query])[0]
            first = next(iter(candidates(of, query, matches)), None)
            if matches[0].status not in ("covered", "excluded", "listed_in_part"):
                continue
            assert first is not None
            assert not first.match
            if matches[0].status == "covered":
                assert first.entity_id.startswith(f"{key}:covered:{name.split()[0]}")
                assert first.name == name
            entity = read_entity(of, first.entity_id)
            assert entity is not None
            assert answer_of(entity).listing == matches[0].listing, first.entity_id
            kinds.add(matches[0].status)
    assert "covered" in kinds


def test_a_genus_in_two_kingdoms_has_two_ids(services: dict[str, Service]) -> None:
    of = services["cites"].lists[0]
    plain, plant = NameAsked("Dendrobium nobile"), ("Plantae", *[""] * 5)
    ids = [
        candidates(of, one, of.match([one])[0])[0].entity_id
        for one in (plain, NameAsked("Stelis ignota", context=plant))
    ]
    assert ids == ["cites:covered:Dendrobium", "cites:covered:Stelis;kingdom=Plantae"]


def test_a_taxon_answers_as_its_name_does(services: dict[str, Service]) -> None:
    for key in ("cites", "cms"):
        of = services[key].lists[0]
        taxa = list(of.index.taxa.values())[::60]
        wrong = []
        for taxon in taxa:
            entity = read_entity(of, taxon.taxon_id)
            assert entity is not None
            assert entity.taxon == taxon
            if answer_of(entity).taxon_id not in (taxon.taxon_id, None):
                wrong.append(taxon.name)
        assert wrong == []


def test_partners_are_one_candidate_and_two_answers_are_no_match() -> None:
    def one(entity_id: str, match: bool) -> Candidate:
        return Candidate(entity_id=entity_id, name="Aus bus", description="d", match=match)

    pairs = {"a:1": frozenset({"b:1"}), "b:1": frozenset({"a:1"})}
    partners = lambda i: pairs.get(i, frozenset())  # noqa: E731
    together = united([[one("a:1", True)], [one("b:1", True)]], partners)
    assert [(c.entity_id, c.match) for c in together] == [("a:1", True)]
    apart = united([[one("a:1", True)], [one("b:2", True)]], partners)
    assert [(c.entity_id, c.match) for c in apart] == [("a:1", False), ("b:2", False)]
    later = united([[one("a:9", False)], [one("b:1", True)]], partners)
    assert [(c.entity_id, c.match) for c in later] == [("b:1", True), ("a:9", False)]
    of_a_day = [
        one("a:7;date=1", True)._replace(today="a:1"),
        one("a:8", False)._replace(today="a:1"),
    ]
    known = united([of_a_day, [one("b:1", True)]], partners)
    assert [(c.entity_id, c.match) for c in known] == [("a:7;date=1", True), ("a:8", False)]


# ---------------------------------------------------------------------------------------------
# the shape of the answers


def schema(folder: Path, name: str) -> jsonschema.Draft7Validator:
    loaded = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in folder.glob("*.json")}
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    resources = [
        (uri, DRAFT7.create_resource(one))
        for file, one in loaded.items()
        for uri in {file, one.get("$id", file)}
    ]
    registry: Any = Registry().with_resources(resources)
    chosen = loaded[f"{name}.json"]
    chosen.get("properties", {}).pop("authentication", None)  # it points to the network
    return jsonschema.Draft7Validator(chosen, registry=registry)


ASKED: dict[str, list[tuple[str, dict[str, Any] | None]]] = {
    "manifest": [("/{key}", None)],
    "reconciliation-result-batch": [
        ("/{key}", {"queries": batch(NAMES)}),
        ("/{key}?queries=" + quote(json.dumps(batch(NAMES[:3]))), None),
        ("/{key}", {"queries": {}}),
        ("/{key}", {"queries": {"a": {"query": "Panthera onca", "type": "species", "limit": 1},
                                "b": {"properties": [{"pid": "x", "v": 1}]},
                                "c": {"query": "Panthera onca", "type": ["Q5"]},
                                "d": {"query": "Panthera leo", "properties": [
                                    {"pid": "date", "v": 2017}, {"pid": "country", "v": "IN"}]}}}),
    ],
    "suggest-entities-response": [
        (f"/{{key}}/suggest/entity?prefix={p}", None) for p in ("pan", "Uncia%20un", "xyz", "")
    ],
    "suggest-types-response": [("/{key}/suggest/type?prefix=", None)],
    "suggest-properties-response": [("/{key}/suggest/property?prefix=", None)],
    "data-extension-property-proposal": [("/{key}/properties?type=taxon&limit=3", None)],
    "data-extension-response": [
        ("/{key}", {"extend": {"ids": ["{key}:panthera-uncia", "cites:covered:Dendrobium", "mine:1",
                                       "cites:panthera-leo;date=2017;country=IN", "x:2",
                                       "no such id"],
                               "properties": [{"id": "{key}_appendix"}, {"id": "{key}_name"}]}}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", ASKED)
def test_a_schema_validates_every_answer_and_refuses_its_broken_twins(
    ask: Callable[..., Reply], folder: Path, name: str
) -> None:
    validator = schema(folder, name)
    asked_for = ASKED[name]
    broken = 0
    for key in ("cites", "cms", "both", "mine"):
        for path, form in asked_for:
            own = "cites" if key == "both" else key
            filled = json.loads(json.dumps(form).replace("{key}", own))
            reply = ask(path.replace("{key}", key), filled)
            assert reply.status == 200, reply.body
            validator.validate(reply.json)
            broken += sum(not validator.is_valid(twin) for twin in twins(reply.json))
    assert broken >= (8 if folder == OWN else 1)


def twins(answer: Any) -> list[Any]:
    """The same answer, broken: a key that is needed taken out, a value of another type."""
    made = []
    for path in _paths(answer):
        for change in ("drop", "null", "text"):
            twin = copy.deepcopy(answer)
            inside = twin
            for step in path[:-1]:
                inside = inside[step]
            if change == "drop" and isinstance(inside, dict):
                del inside[path[-1]]
            else:
                inside[path[-1]] = None if change == "null" else 7
            made.append(twin)
    return made[:300]


def _paths(value: Any, start: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []  # fmt: skip
    return [p for step in steps for p in [(*start, step), *_paths(value[step], (*start, step))]]


def test_every_twin_without_a_needed_key_is_refused() -> None:
    """Candidates need id, name and score, rows and manifests what the API says."""
    good = {"q": {"result": [{"id": "a", "name": "b", "score": 1, "match": True}]}}
    validator = schema(OWN, "reconciliation-result-batch")
    validator.validate(good)
    for key in ("id", "name", "score"):
        twin = copy.deepcopy(good)
        del twin["q"]["result"][0][key]
        assert not validator.is_valid(twin)
    assert not validator.is_valid({"q": {}})
    assert not validator.is_valid([])


# ---------------------------------------------------------------------------------------------
# what a client does


def test_a_single_query_and_a_batch_give_the_same(ask: Callable[..., Reply]) -> None:
    one = ask("/cites", {"query": "Uncia uncia"}).json
    many = ask("/cites", {"queries": batch(["Uncia uncia"])}).json["q0"]
    by_address = ask("/cites?query=" + quote('{"query": "Uncia uncia"}')).json
    assert one == many == by_address
    best = one["result"][0]
    assert (best["id"], best["name"], best["match"]) == (
        "cites:panthera-uncia", "Panthera uncia", True,
    )  # fmt: skip
    features = {feature["id"]: feature["value"] for feature in best["features"]}
    assert features == {"rule_synonym_cites": True, "rule_strength": 0.85, "edits": 0}


def test_properties_are_what_match_names_takes(ask: Callable[..., Reply]) -> None:
    def best(**beside: object) -> Any:
        properties = [{"pid": pid, "v": value} for pid, value in beside.items()]
        query = {"query": "Panthera uncia", "properties": properties}
        return ask("/cites", {"queries": {"q": query}}).json["q"]["result"][0]

    assert best(author="(von Schreber, 1775)")["match"]
    assert {"id": "authors_agree", "value": True} in best(author="(von Schreber, 1775)")["features"]
    assert not best(author="Linnaeus, 1758")["match"]
    assert not best(kingdom="Plantae")["match"]
    assert not best(kingdom={"id": "Q756", "name": "Plantae"})["match"]
    assert not best(Kingdom=["Plantae", "Plantae"])["match"]
    assert best(kingdom=["Plantae", "Animalia"])["match"], "of two different values none is taken"


def test_types_are_ranks_and_limits_hold(ask: Callable[..., Reply]) -> None:
    def found(**more: object) -> Any:
        query = {"query": "Panthera onca", **more}
        return ask("/cites", {"queries": {"q": query}}).json["q"]["result"]

    assert found()[0]["match"]
    assert found(type="species")[0]["match"]
    assert found(type=[])[0]["match"]
    assert not any(one["match"] for one in found(type="family"))
    assert found(type="Q5") == []
    assert len(found(limit=1)) == 1


def test_both_lists_are_one_entity(ask: Callable[..., Reply]) -> None:
    found = ask("/both", {"queries": batch(["Uncia uncia"])}).json["q0"]["result"]
    assert [(one["id"], one["match"]) for one in found] == [("cites:panthera-uncia", True)]
    wanted = ["cites_appendix", "cites_name", "cms_name", "cms_listed_from", "relation",
              "flag_codes", "common_names"]  # fmt: skip
    extend = {"ids": ["cites:panthera-uncia"], "properties": [{"id": one} for one in wanted]}
    row = ask("/both", {"extend": extend}).json["rows"]["cites:panthera-uncia"]
    assert "panthère des neiges (fr)" in row.pop("common_names")[0]["str"].lower()
    assert {key: value[0]["str"] for key, value in row.items()} == {
        "cites_appendix": "I", "cites_name": "Panthera uncia", "cms_name": "Uncia uncia",
        "cms_listed_from": "1986-01-24", "relation": "congruent",
        "flag_codes": "name_differs|reference_differs|needs_review",
    }  # fmt: skip


def test_relation_and_flags_are_those_of_the_concordance(
    ask: Callable[..., Reply], con: Concordance
) -> None:
    pairs = [row for row in records(con.table) if isinstance(row.cites_id, str)][::40]
    ids = list(dict.fromkeys(row.cites_id for row in pairs))
    extend = {"ids": ids, "properties": [{"id": "relation"}, {"id": "flag_codes"}]}
    found = ask("/cites", {"extend": extend}).json["rows"]
    table = con.table
    for entity_id in ids:
        own = table[table["cites_id"] == entity_id]
        relations = "|".join(dict.fromkeys(own["relation"]))
        assert [cell["str"] for cell in found[entity_id]["relation"]] == [relations]
        flags = {f for text in own["flag_codes"].dropna() for f in text.split("|")}
        assert {f for c in found[entity_id]["flag_codes"] for f in c["str"].split("|")} == flags


def test_suggestions_begin_with_the_text_and_lead_to_taxa(ask: Callable[..., Reply]) -> None:
    found = ask("/both/suggest/entity?prefix=UNCIA%20UNCIA").json["result"]
    assert [one["id"] for one in found] == ["cites:panthera-uncia"]
    pages = [ask(f"/cites/suggest/entity?prefix=pan&limit=5&cursor={c}").json for c in (0, 5)]
    ids = [one["id"] for page in pages for one in page["result"]]
    assert len(ids) == len(set(ids)) == 10
    mistyped = ask("/cites/suggest/entity?prefix=Pantera%20onca").json["result"]
    assert "cites:panthera-onca" in [one["id"] for one in mistyped]


def test_the_preview_is_the_card_and_every_value_is_escaped(ask: Callable[..., Reply]) -> None:
    page = ask("/cites/preview?id=cites:panthera-uncia")
    text = page.body.decode()
    assert page.status == 200
    assert "Listing over time" in text
    assert "<script" not in text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    evil = ask("/cites/preview?id=" + quote("cites:excluded:<script>alert(1)</script>"))
    assert evil.status == 200
    assert b"<script" not in evil.body
    assert ask("/mine/preview?id=mine:1").status == 200
    assert ask("/cites/preview?id=none").status == 404


# ---------------------------------------------------------------------------------------------
# safe on a desk


def test_only_this_machine_is_answered(ask: Callable[..., Reply]) -> None:
    for host in (HOST, f"localhost:{PORT}", f"LOCALHOST:{PORT}"):
        assert ask("/cites", headers={"host": host}).status == 200
    for host in ("evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", "",
                 f"127.0.0.1.evil.example:{PORT}", f"127.0.0.1:{PORT}@evil.example"):  # fmt: skip
        reply = ask("/cites", headers={"host": host})
        assert reply.status == 421
        assert "Host" in reply.json["error"]


def test_only_pages_of_this_machine_may_read(ask: Callable[..., Reply]) -> None:
    for origin in ("http://127.0.0.1:3333", "http://localhost:3333"):
        reply = ask("/cites", headers={"origin": origin})
        assert reply.headers["access-control-allow-origin"] == origin
        preflight = ask("/cites", headers={"origin": origin}, method="OPTIONS")
        assert preflight.status == 204
        assert preflight.headers["access-control-allow-methods"] == "GET, POST"
    assert "access-control-allow-origin" not in ask("/cites").headers
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"):
        reply = ask("/cites", headers={"origin": origin})
        assert reply.status == 403
        assert "access-control-allow-origin" not in reply.headers
    assert ask("/cites?callback=f").status == 400, "no JSONP: any page could read it"


def test_limits_hold_and_errors_are_json(ask: Callable[..., Reply]) -> None:
    many = {str(i): {"query": "a"} for i in range(asked.MOST_QUERIES + 1)}
    ids = {"ids": ["a"] * (asked.MOST_IDS + 1), "properties": [{"id": "cites_appendix"}]}
    refused: list[tuple[int, Reply]] = [
        (413, ask("/cites", {"queries": many})),
        (413, ask("/cites", {"extend": ids})),
        (413, ask("/cites", b"queries=" + b"a" * guard.LARGEST_BODY)),
        (413, ask("/cites", b"x", {"content-length": "9" * 30})),
        (400, ask("/cites", {"queries": {"q": {"query": "a" * (asked.LONGEST_TEXT + 1)}}})),
        (415, ask("/cites", b"{}", {"content-type": "application/json"})),
        (404, ask("/eu")),
        (404, ask("/cites/../../etc/passwd")),
        (405, ask("/cites", method="DELETE")),
        (400, ask("/cites", {"extend": {"ids": [], "properties": [{"id": "nothing"}]}})),
    ]
    for expected, reply in refused:
        assert reply.status == expected, reply
        assert isinstance(reply.json["error"], str)
        assert reply.json["problems"]


def test_all_problems_of_a_batch_come_at_once(ask: Callable[..., Reply]) -> None:
    wrong = {"a": {"query": 1}, "b": {"query": "x", "limit": 0}, "c": {}, "d": [],
             "e": {"query": "x", "color": 1}}  # fmt: skip
    problems = ask("/cites", {"queries": wrong}).json["problems"]
    assert [p.split(maxsplit=1)[0] for p in problems] == [
        "queries.a.query", "queries.b.limit", "queries.c", "queries.d", "queries.e",
    ]  # fmt: skip


def test_malformed_requests_are_refused_never_a_fault(ask: Callable[..., Reply]) -> None:
    statuses = []
    for seed in range(300):
        path, raw = malformed(seed)
        reply = ask(path, raw)
        assert reply.status < 500, (seed, reply)
        assert isinstance(reply.json, dict), seed
        statuses.append(reply.status)
    assert sum(status == 400 for status in statuses) > 100


# ---------------------------------------------------------------------------------------------
# on a day, from a country

DATES: list[Any] = ["2016-06-01", 2017, "2019-11-26T00:00:00Z", 2023, "1990", "n.d.", "2017.0"]
COUNTRIES = ["IN", "Botswana", "ZA", "XX", "Atlantis", "US"]
OF_A_DAY = [
    "Panthera leo", "Uncia uncia", "Panthera uncia", "Manta birostris", "Loxodonta africana",
    "Psittacus erithacus", "Dendrobium nobile", "Equus zebra", "Felis catus", "Pantera onca",
    "Pardosa moesta", "Panthera leo persica", "Acinonyx jubatus", "Ovis vignei", "?",
]  # fmt: skip


def of_days() -> list[tuple[str, Any, str]]:
    """Names with a date, with a country, and with both."""
    asked_for = [(name, date, "") for name in OF_A_DAY for date in DATES]
    asked_for += [(name, "", country) for name in OF_A_DAY for country in COUNTRIES]
    both = [(DATES[i % len(DATES)], c) for i, c in enumerate(COUNTRIES)]
    return asked_for + [(name, date, country) for name in OF_A_DAY for date, country in both]


@pytest.mark.parametrize("key", ["cites", "cms"])
def test_dates_and_countries_are_answered_as_lookup_answers_them(
    key: str, services: dict[str, Service], ask: Callable[..., Reply]
) -> None:
    checklist = services[key].lists[0].checklist
    columns = ["appendix", "listed_as", "listed_how", "scope", "listed_from", "name", "status"]
    extend = [{"id": f"{key}_{column}"} for column in columns]
    seen = set()
    for name, date, country in of_days():
        beside = {"date": date, "country": country}
        given = {pid: v for pid, v in beside.items() if v}
        query = {"query": name, "properties": [{"pid": p, "v": v} for p, v in given.items()]}
        found = ask(f"/{key}", {"queries": {"q": query}}).json["q"]["result"]
        dates, countries = ([v] if v else None for v in (date, country))
        row = cc.lookup(
            [name], lists=[checklist], dates=dates, countries=countries, languages=()
        ).iloc[0]
        status = row[f"{key}_status"]
        matched = [one for one in found if one["match"]]
        assert bool(matched) == (status == "matched"), (name, date, country)
        seen.add(status)
        if not found:
            continue
        assert found[0]["description"].startswith(status.replace("_", " ")), found[0]
        assert found[0]["description"].endswith(row["evidence"]), found[0]
        assert all(
            ("country=" in one["id"], "date=" in one["id"]) == (bool(country), bool(date))
            for one in found
        )
        if matched:  # a column added later is of that day and that country too
            assert matched == found[:1]
            form = {"extend": {"ids": [matched[0]["id"]], "properties": extend}}
            (cells,) = ask(f"/{key}", form).json["rows"].values()
            added = {column: [c["str"] for c in cells[f"{key}_{column}"]] for column in columns}
            wanted = {column: row[f"{key}_{column}"] for column in columns}
            assert added == {c: [v] if isinstance(v, str) else [] for c, v in wanted.items()}
    assert {"matched", "date_unreadable"} <= seen
    assert seen & {"before_data", "not_found", "excluded"}


def test_the_country_and_the_day_decide_and_are_in_the_id(ask: Callable[..., Reply]) -> None:
    def best(name: str, **beside: object) -> tuple[str, Any]:
        properties = [{"pid": pid, "v": v} for pid, v in beside.items()]
        query = {"q": {"query": name, "properties": properties}}
        one = ask("/both", {"queries": query}).json["q"]["result"][0]
        extend = {"ids": [one["id"]], "properties": [{"id": "cites_appendix"}, {"id": "relation"}]}
        row = ask("/both", {"extend": extend}).json["rows"][one["id"]]
        return one["id"], [cell["str"] for cell in row["cites_appendix"]]

    assert best("Panthera leo", country="India") == ("cites:panthera-leo;country=India", ["I"])
    assert best("Panthera leo", country="KE") == ("cites:panthera-leo;country=KE", ["II"])
    assert best("Psittacus erithacus", date="2016-06-01")[1] == ["II"]
    assert best("Psittacus erithacus", date="2018-06-01")[1] == ["I"]
    several = best("Psittacus erithacus", date=["2016", "2018"])
    assert several == ("cites:psittacus-erithacus;date=2016 %7C 2018", [])


def test_a_name_of_a_day_is_one_entity_in_both_lists(ask: Callable[..., Reply]) -> None:
    """Its taxon is paired under the names of today, whatever the two lists called it then."""
    for name, date in (("Uncia uncia", "2016-01-01"), ("Manta birostris", 2017),
                       ("Panthera uncia", 2019)):  # fmt: skip
        query = {"query": name, "properties": [{"pid": "date", "v": date}]}
        found = ask("/both", {"queries": {"q": query}}).json["q"]["result"]
        assert [one["match"] for one in found] == [True], found
        extend = {"ids": [found[0]["id"]], "properties": [{"id": "relation"}]}
        (row,) = ask("/both", {"extend": extend}).json["rows"].values()
        assert row["relation"] == [{"str": "congruent"}]
        assert ask("/both/preview?id=" + quote(found[0]["id"])).status == 200


def test_a_list_of_one_day_says_so(ask: Callable[..., Reply]) -> None:
    query = {"query": "Panthera uncia", "properties": [{"pid": "date", "v": "2016"}]}
    best = ask("/mine", {"queries": {"q": query}}).json["q"]["result"][0]
    assert best["match"], "a list without a day answers for all days"
    assert best["id"] == "mine:1;date=2016"


@pytest.mark.parametrize("text", ["a;b=c", "é;date=2017", "%3B", "=", "2017;country=IN", "\x00"])
def test_whatever_stands_for_a_date_comes_back_from_the_id(text: str) -> None:
    query = NameAsked("Aus bus", date=text, country=text)
    written = placed_id("mine:x;y=1", query)
    assert taken_apart(written) == ("mine:x;y=1", text, text)
    assert taken_apart("mine:x;y=1") == ("mine:x;y=1", "", "")


# ---------------------------------------------------------------------------------------------
# the endpoint for other programs


def test_lookup_gives_what_the_concordance_gives(
    ask: Callable[..., Reply], services: dict[str, Service]
) -> None:
    pairing = services["both"].pairing
    assert pairing is not None
    names = ["snow leopard", "Panthera leo", "Panthera leo", "shark", "", "Pardosa moesta"]
    dates, countries = ["2026-06-26", 2020, 2017, None, "n.d.", 2017], [None, "IN", "KE"] * 2
    for how in ("best", "all"):
        table = pairing.con.lookup(names, dates=dates, countries=countries, how=how)
        expected = [
            {"row": place, **row}
            for place, row in zip(table.index.tolist(), rows(table), strict=True)
        ]
        body = {"names": names, "dates": dates, "countries": countries, "how": how}
        reply = ask("/lookup", json.dumps(body).encode(), {"content-type": "application/json"})
        assert reply.json["rows"] == expected
        texts = [("name", n) for n in names] + [("date", d or "") for d in dates]
        form = urlencode([*texts, *(("country", c or "") for c in countries), ("how", how)])
        assert ask("/lookup", form.encode()).json["rows"] == expected
        assert ask(f"/lookup?{form}").json["rows"] == expected
    plain = ask("/lookup?name=Uncia%20uncia&date=2016&country=IN").json
    assert [row["cites_appendix"] for row in plain["rows"]] == ["I"]
    assert [one["key"] for one in plain["lists"]] == ["cites", "cms"]
    assert plain["lists"][0]["as_of"]
    assert "disclaimer" in plain
    spoken = {"names": "panthère des neiges", "languages": ["en"]}
    reply = ask("/lookup", json.dumps(spoken).encode(), {"content-type": "application/json"})
    assert reply.json["rows"][0]["cites_appendix"] is None
    assert ask("/").json["lookup"].endswith("/lookup")


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({}, 400, ["names is missing"]),
        ({"names": 7}, 400, ["names: expected text"]),
        ({"names": ["a", None]}, 400, ["names: expected text"]),
        ({"names": ["a"], "dates": [1, 2]}, 400, ["dates has 2 values for 1 names"]),
        ({"names": ["a"], "dates": True}, 400, ["dates 1 is true or false; expected a year"]),
        ({"names": ["a"], "dates": {"a": 1}, "countries": 1, "how": "none", "day": 1}, 400,
         ["unknown field day; expected names", "dates 1 is an object", "countries 1 is a number",
          "how is 'none'; expected best or all"]),
        ({"names": ["a"], "languages": ["de"]}, 400, ["languages: expected any of en, fr, es"]),
        ({"names": ["a"] * 1001}, 413, ["1001 names; send at most 1,000"]),
        ({"names": ["b", "a" * 2001]}, 400, ["names 2: 2001 letters"]),
        ([], 400, ["the body is a list; expected an object"]),
    ],
)  # fmt: skip
def test_lookup_names_every_problem(
    ask: Callable[..., Reply], body: Any, status: int, expected: list[str]
) -> None:
    reply = ask("/lookup", json.dumps(body).encode(), {"content-type": "application/json"})
    assert reply.status == status
    problems = reply.json["problems"]
    assert len(problems) == len(expected)
    assert all(p.startswith(e) for p, e in zip(problems, expected, strict=True)), problems


def test_malformed_lookups_are_refused_never_a_fault(ask: Callable[..., Reply]) -> None:
    statuses = []
    for seed in range(300):
        reply = ask("/lookup", malformed_lookup(seed), {"content-type": "application/json"})
        assert reply.status < 500, (seed, reply)
        assert ("rows" in reply.json) == (reply.status == 200), seed
        statuses.append(reply.status)
    assert statuses.count(400) > 150
    assert statuses.count(200) > 5


def test_lookup_refuses_other_forms(ask: Callable[..., Reply]) -> None:
    assert "name is missing" in ask("/lookup").json["error"]
    assert ask("/lookup?name=a&date=1&date=2").json["problems"] == [
        "date has 2 values for 1 names; give one, or one for each"
    ]
    assert ask("/lookup?name=a&how=x").status == 400
    assert ask("/lookup?queries=%7B%7D").status == 400
    assert ask("/lookup", b"{", {"content-type": "application/json"}).status == 400
    assert ask("/lookup", b"\xff", {"content-type": "application/json"}).status == 400
    assert ask("/lookup", b"x", {"content-type": "text/plain"}).status == 415
    assert ask("/lookup", b"a" * 2_000_001, {"content-type": "application/json"}).status == 413
    assert ask("/lookup", method="DELETE").status == 405


# ---------------------------------------------------------------------------------------------
# the page in docs


def examples() -> list[tuple[str, str]]:
    """Commands of the page, each with the answer that it shows; blank where it shows none."""
    text = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(sh|json)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    commands = [at for at, (kind, body) in enumerate(blocks) if body.startswith("curl")]
    answers = [blocks[at + 1][1] if blocks[at + 1][0] == "json" else "" for at in commands]
    return [(blocks[at][1], answer) for at, answer in zip(commands, answers, strict=True)]


def test_the_examples_of_the_page_answer_as_it_says(ask: Callable[..., Reply]) -> None:
    found = examples()
    assert len(found) == 6
    assert sum(not answer for _, answer in found) == 1
    for command, answer in found:
        _, address, *sent = shlex.split(command.replace("\\\n", " "))
        path = address.removeprefix(f"http://{HOST}")
        if not sent:
            reply = ask(path)
        elif sent[0] == "--json":
            reply = ask(path, sent[1].encode(), {"content-type": "application/json"})
        else:
            assert sent[0] == "--data-urlencode"
            field, _, value = sent[1].partition("=")
            reply = ask(path, {field: value})
        assert reply.status == (400 if "problems" in answer else 200)
        if answer:
            assert shows(json.loads(answer), reply.json), (command, reply.json)


def shows(shown: Any, whole: Any) -> bool:
    """Whether an answer is what a page shows of it: some fields, a text cut off at three dots."""
    if isinstance(shown, dict):
        return all(key in whole and shows(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(whole) and all(map(shows, shown, whole))
    if isinstance(shown, str) and shown.endswith("..."):
        return isinstance(whole, str) and whole.startswith(shown.removesuffix("..."))
    return bool(shown == whole)


def test_a_page_that_shows_something_else_is_noticed() -> None:
    assert shows({"a": [{"b": "x ..."}]}, {"a": [{"b": "x y", "c": 1}], "d": 2})
    assert not shows({"a": 1}, {"a": 2})
    assert not shows({"a": 1}, {"b": 1})
    assert not shows([1], [1, 2])
    assert not shows("y ...", "x y")


def test_the_properties_of_the_page_are_those_of_the_service(ask: Callable[..., Reply]) -> None:
    page = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    beside = ask("/both/suggest/property?prefix=").json["result"]
    assert {"author", "kingdom", "class", "family", "date", "country"} <= {b["id"] for b in beside}
    assert all(f"*{one['name']}*" in page for one in beside)
    proposed = {one["id"] for one in ask("/both/properties?type=taxon").json["properties"]}
    own = ["appendix", "name", "listed_as", "listed_how", "scope", "listed_from", "status",
           "evidence", "common_names", "range"]  # fmt: skip
    assert proposed == {
        *(f"{key}_{field}" for key in ("cites", "cms") for field in own),
        "common_names", "relation", "flag_codes",
    }  # fmt: skip


def test_the_pictures_of_the_page_are_there_and_small() -> None:
    page = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]{20,}\]\((images/serve-[a-z]+\.png)\)", page)
    assert len(pictures) == 5
    for picture in pictures:
        content = (ROOT / "docs" / picture).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 150_000
