"""Golden files: what the parser, the forms, matching and linking say of chosen cases."""

import accuracy
import pytest
from golden_rows import KINDS, SENTENCES, outcomes, read

from concordance.names.columns import parse, parse_names

CASES = [(kind, row) for kind in (*KINDS, SENTENCES) for row in read(kind)]
assert len(CASES) > 400


@pytest.mark.parametrize(
    ("kind", "row"), CASES, ids=[f"{kind}-{i}" for i, (kind, _) in enumerate(CASES)]
)
def test_golden(kind: str, row: dict[str, str]) -> None:
    if kind == "gbif":
        pytest.importorskip("nameparser", reason="the optional backend is not installed")
    found = outcomes(kind, row)
    assert found == {column: row[column] for column in found}, row["why"]


@pytest.mark.parametrize("backend", ["own", "gbif"])
def test_whole_columns_hold_what_single_names_hold(backend: str) -> None:
    if backend == "gbif":
        pytest.importorskip("nameparser", reason="the optional backend is not installed")
    texts = [row["verbatim"] for row in read("names")]
    for fast in (True, False):
        table = parse_names(texts, backend=backend, fast=fast)
        assert str(table["hybrid"].dtype) == "bool[pyarrow]"
        for text, row in zip(texts, table.to_dict("records"), strict=True):
            name = parse(text, backend=backend)
            listed = {"qualifiers": "|".join(name.qualifiers), "problems": "|".join(name.problems)}
            fields = map(str, row)
            assert row == {c: listed.get(c, getattr(name, c)) for c in fields}, text


def test_no_names_are_a_table_all_the_same() -> None:
    table = parse_names([])
    assert len(table) == 0
    assert str(table["hybrid"].dtype) == "bool[pyarrow]"


#: what is measured on the shared cases, and the golden file with rows of the same kind
OF_SHARED = {
    "parser": "names", "parser_gbif": "gbif", "authors": "authorships", "stems": "forms",
    "transfers": "rules", "pairs": "pairs", "near_misses": "near_names", "backbone": "matches",
    "treaties": "relations",
}  # fmt: skip


@pytest.mark.parametrize(("measure", "kind"), OF_SHARED.items())
def test_nothing_rests_on_the_shared_cases_alone(measure: str, kind: str) -> None:
    """A checkout that stands alone tries every kind of case on rows of its own."""
    assert callable(getattr(accuracy, measure))
    assert len(read(kind)) >= 20
