"""The rules of the house: which way imports point, how long a module is, where rows are dicts."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from builders import ROOT

SRC = ROOT / "src" / "concordance"
MOST_LINES = 400
#: a room imports only rooms that stand before it
FLOW = (
    "errors", "files", "about", "codes", "countries", "records", "days", "beside", "pairs", "schema",
    "result_schema", "names", "stored", "checklist_parts", "checklist_tables", "checklist_files",
    "checklist_frames", "checklist", "decision_tables", "join", "readers", "arrange", "listing", "matching", "relate",
    "compare", "decisions", "problems", "drafts", "flags", "meanings", "score", "select", "impact", "agenda",
    "changes", "exports",
    "scenarios", "table", "joint", "lookups", "jobs", "views", "history", "written", "informed",
    "answering", "concordance", "crosswalks", "dataset", "serve", "__init__", "cli", "__main__",
)  # fmt: skip
#: where rows of text may be dicts: as files have them
OF_FILES = {"readers", "exports", "dataset"}
#: where a treaty may be named
OF_TREATIES = {"readers", "arrange", "views"}
#: texts for users that name the treaties: the disclaimer, the public names, how to get a list
ALLOWED = {"about.py", "__init__.py"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    named = {}
    for path in sorted(SRC.rglob("*.py")):
        parts = ("concordance", *path.relative_to(SRC).with_suffix("").parts)
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return named


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker reads."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from at_run_time(child)


@cache
def imports(module: str) -> frozenset[str]:
    """Modules of the package that a module imports, when it is loaded or later."""
    found = set()
    for node in at_run_time(tree(modules()[module])):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("concordance"):
            assert node.level == 0, f"{module}: imports are absolute"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules() else str(node.module) for name in full}
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "concordance"}
    return frozenset(found)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def test_imports_point_one_way() -> None:
    assert {room(module) for module in modules()} == set(FLOW)
    checked = 0
    for module in modules():
        for target in imports(module):
            if room(target) != room(module):
                checked += 1
                assert FLOW.index(room(target)) < FLOW.index(room(module)), (
                    f"{module} imports {target}"
                )
    assert checked > 200


def test_there_is_no_circle_inside_folders_either() -> None:
    """Imports inside functions count; those under TYPE_CHECKING are never run."""
    graph = {module: imports(module) - {module} for module in modules()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph) > 100


def test_a_circle_would_be_seen() -> None:
    with pytest.raises(ValueError, match="cycle"):
        list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
    code = ast.parse("if TYPE_CHECKING:\n    import a\ndef f():\n    import b\n")
    names = [a.name for n in at_run_time(code) if isinstance(n, ast.Import) for a in n.names]
    assert names == ["b"]


@pytest.mark.parametrize("path", modules().values(), ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    limit = 299 if path.name == "concordance.py" else MOST_LINES
    assert lines <= limit, f"{path.name} has {lines} lines"


def test_rows_are_records_but_where_files_are_read_and_written() -> None:
    """``dict[str, str]`` says that a row of a file is passed on untyped."""
    for path in modules().values():
        if path.relative_to(SRC).parts[0] in OF_FILES:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Subscript):
                assert ast.unparse(node) != "dict[str, str]", f"{path.name}, line {node.lineno}"


def _named(node: ast.AST) -> str:
    for field in ("id", "attr", "arg", "name"):
        if isinstance(name := getattr(node, field, None), str):
            return name
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_the_core_names_no_treaty() -> None:
    """Names and texts, docstrings with their examples apart."""
    for path in modules().values():
        inside = path.relative_to(SRC)
        if inside.parts[0] in OF_TREATIES or str(inside) in ALLOWED:
            continue
        docs = {
            id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)
        }  # a text that stands alone
        for node in ast.walk(tree(path)):
            if id(node) in docs:
                continue
            words = set(_named(node).lower().replace("_", " ").replace("()", " ").split())
            treaties = words & {"cites", "cms"}
            loads = {"load"} <= words  # how a user gets a list
            assert not treaties or loads, f"{inside}, line {getattr(node, 'lineno', '?')}"
