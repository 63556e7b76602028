"""Change the code on purpose and see whether a test notices: names, matching, relations.

Run ``python benchmarks/mutation.py`` in an environment with ``.[dev]`` and ``mutmut`` (the extra
``mutation``). mutmut makes the mutants, one small change each; this script runs them: it collects
the tests once, then forks one child a mutant, which runs the tests of the mutant's own part until
one fails: those first that killed most, then the quick ones. The caches of functions are taken off
in the copy under test, so that no answer of the unchanged code is reused and the cached functions
are mutated too.

Mutants are run in a random order given by ``--seed``, until ``--minutes`` are over: what was run is
a random sample. A line a mutant goes to ``--results``, and a later run goes on from there;
``--again`` runs the survivors once more, after tests were added. ``--page`` writes
docs/quality/mutation.md from the results and the reasons in benchmarks/mutation_survivors.csv;
there a function ``*`` has an expression for the changes that one reason holds for.
"""

import argparse
import csv
import difflib
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PATHS = ("names/*.py", "matching/*.py", "matching/rules/*.py", "join/*.py", "stored.py",
         "relate/*.py")  # fmt: skip
#: modules beside the room join that know letters and arrays, and no rule of nomenclature
JOINING = {"batch", "stored"}
TESTS = ["tests/data/test_golden.py", "tests/unit/test_names.py", "tests/unit/test_matching.py",
         "tests/unit/test_cascade.py", "tests/laws/test_join.py", "tests/unit/test_words.py",
         "tests/unit/test_relations.py",
         "src/concordance/names",
         "src/concordance/matching", "src/concordance/join",
         "src/concordance/relate"]  # fmt: skip
#: what the ids of the tests of a part hold: no mutant of the names is left to a build to be killed
OWN = {
    "names": ("test_golden[names", "test_golden[auth", "test_golden[forms", "test_golden[gbif",
              "test_golden[inspected", "test_golden[matches", "test_whole_columns", "test_no_",
              "test_names.py",
              "concordance/names"),
    "matching": ("test_golden[matches", "test_golden[links", "test_golden[inspected",
                 "test_golden[near", "test_golden[rules", "test_golden[pairs", "test_matching.py",
                 "test_cascade.py", "concordance/matching"),
    "joining": ("test_join.py", "test_words.py", "test_matching.py::test_many",
                "test_matching.py::test_names_",
                "concordance/matching/batch", "concordance/join/"),
    "relate": ("test_golden[relations", "test_golden[pairs", "test_relations.py",
               "concordance/relate"),
}  # fmt: skip
#: slow tests of other parts
LEFT_OUT = ("alignment", "test_a_score_is", "test_every_printed_name", "large_csv", "test_answers_")
COPIED = ("src", "tests", "data", "docs", "benchmarks", "pyproject.toml", "README.md")
REASONS = ROOT / "benchmarks" / "mutation_survivors.csv"
PAGE = ROOT / "docs" / "quality" / "mutation.md"
SURVIVORS = PAGE.with_name("mutation_survivors.csv")
#: a mutant that takes longer than this many seconds is one that never ends
LIMIT = 90


def prepare(work: Path) -> dict[str, tuple[str, str]]:
    """Copy the project, put every mutant into the copy; return part and change by mutant."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    for name in COPIED:
        source, target = ROOT / name, work / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    package = work / "src" / "concordance"
    changes = {}
    for pattern in PATHS:
        for path in sorted(package.glob(pattern)):
            joins = path.stem in JOINING or path.parent.name == "join"
            part = "joining" if joins else pattern.split("/")[0].split(".")[0]
            plain = re.sub(r"(?m)^@(lru_cache\(.*\)|_remembered)\n", "", path.read_text("utf-8"))
            made = mutate_file_contents(str(path), plain)
            if not made.mutant_names:
                continue
            path.write_text(made.code, encoding="utf-8")
            module = ".".join(path.relative_to(work / "src").with_suffix("").parts)
            lines, spans = made.code.splitlines(), made.line_span_by_function_name
            for name in made.mutant_names:
                base = name.rpartition("__mutmut_")[0]
                old, new = (_body(lines, spans[n]) for n in (f"{base}__mutmut_orig", name))
                changes[f"{module}.{name}"] = (part, _change(old, new))
    return changes


def _body(lines: list[str], span: Any) -> list[str]:
    start, end = (span.start, span.end) if hasattr(span, "start") else tuple(span)[:2]
    return lines[start - 1 : end]


def _change(old: list[str], new: list[str]) -> str:
    found = [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
    return "\n".join(
        f"{line[0]} {line[2:].strip()}"
        for line in found
        if "def " not in line or "mutmut" not in line
    )


class Runner:
    """A pytest plugin: instead of running the tests once, runs them in a child a mutant."""

    def __init__(self, changes: Any, mutants: Any, results: Path, minutes: float) -> None:
        self.changes, self.mutants = changes, mutants
        self.results, self.until = results, time.monotonic() + 60 * minutes
        self.seconds: dict[str, float] = {}
        self.kills: Counter[tuple[str, str]] = Counter()

    def pytest_runtestloop(self, session: Any) -> Any:
        # the copies that mutmut makes of a function have its docstring too
        left_out = ("__mutmut_", *LEFT_OUT)
        items = [i for i in session.items if not any(text in i.nodeid for text in left_out)]
        self.clean(session, items)
        print(
            f"{len(items)} tests, {sum(self.seconds.values()):.1f} s of CPU unchanged", flush=True
        )
        with self.results.open("a", encoding="utf-8") as file:
            for mutant in self.mutants:
                if time.monotonic() > self.until:
                    break
                start = time.perf_counter()
                status, killer = self.fork(session, self.order(items, mutant), mutant)
                self.kills[module_of(mutant), killer] += 1
                line = {"mutant": mutant, "status": status, "killer": killer,
                        "seconds": round(time.perf_counter() - start, 2),
                        "part": self.changes[mutant][0],
                        "change": self.changes[mutant][1]}  # fmt: skip
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
        return True

    def order(self, items: Any, mutant: Any) -> Any:
        """The tests of the mutant's part: those that killed most in its module, then the quick."""
        texts = OWN[self.changes[mutant][0]]
        own = [item for item in items if any(text in item.nodeid for text in texts)]
        module = module_of(mutant)
        return sorted(own, key=lambda item: (-self.kills[module, item.nodeid],
                                             self.seconds[item.nodeid]))  # fmt: skip

    def clean(self, session: Any, items: Any) -> None:
        """The tests on the unchanged code: they pass, and how long each takes."""

        def inside(write: Any) -> None:
            found = [
                [item.nodeid, seconds, passed]
                for item, passed, seconds in self.outcomes(session, items)
            ]
            with os.fdopen(write, "w") as pipe:
                json.dump(found, pipe)

        text, _ = self.child(inside)
        found = json.loads(text)
        self.seconds = {name: seconds for name, seconds, _ in found}
        if failed := [name for name, _, passed in found if not passed]:
            pytest.exit(f"these tests fail on the unchanged code: {failed}", 1)

    def fork(self, session: Any, items: Any, mutant: Any) -> Any:
        """Run the tests on one mutant; return its status and what killed it."""

        def inside(write: Any) -> None:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(LIMIT)
            os.environ["MUTANT_UNDER_TEST"] = mutant
            for item, passed, _ in self.outcomes(session, items):
                if not passed:
                    os.write(write, item.nodeid.encode())
                    return

        killer, code = self.child(inside)
        if os.WIFSIGNALED(code):
            return ("timeout" if os.WTERMSIG(code) == signal.SIGALRM else "killed"), "a signal"
        return ("killed", killer) if killer or code else ("survived", "")

    @staticmethod
    def child(inside: Any) -> Any:
        """Run a function in a child; return what it writes and how it ended."""
        read, write = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            os.close(read)
            code = 1
            try:
                inside(write)
                code = 0
            finally:
                os._exit(code)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            text = pipe.read().decode()
        return text, os.waitpid(pid, 0)[1]

    @staticmethod
    def outcomes(session: Any, items: Any) -> Iterator[Any]:
        """Each test, whether it passes, and its seconds of CPU.

        Those without fixtures are called, which takes a tenth of the time.
        """
        others = [item for item in items if not _is_plain(item)]
        after = dict(zip(others, [*others[1:], None], strict=False))
        for item in items:
            if item in after:
                start, failed = time.process_time(), session.testsfailed
                hook = item.config.hook
                hook.pytest_runtest_protocol(item=item, nextitem=after[item])
                yield item, session.testsfailed == failed, time.process_time() - start
                continue
            start, passed = time.process_time(), True
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    item.obj(**_values(item))
            except BaseException as error:  # a mutant may raise anything
                passed = type(error).__name__ == "Skipped"
            yield item, passed, time.process_time() - start


def _values(item: Any) -> Any:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _is_plain(item: Any) -> Any:
    return isinstance(item, pytest.Function) and not set(item.fixturenames) - set(_values(item))


def read(results: Path) -> dict[str, dict]:
    """Return the last line of every mutant, with the status that its first line had."""
    found: dict[str, dict] = {}
    if results.exists():
        for line in map(json.loads, results.read_text(encoding="utf-8").splitlines()):
            first = found.get(line["mutant"], line)
            if first["change"] != line["change"]:  # the code has changed since
                first = line
            found[line["mutant"]] = line | {"first": first.get("first", first["status"])}
    return found


def current(results: Path, changes: dict[str, tuple[str, str]]) -> dict[str, dict]:
    """Return the results of the mutants that are still the same change."""
    return {m: r for m, r in read(results).items() if changes.get(m) == (r["part"], r["change"])}


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    z, p = 1.959964, hits / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def module_of(mutant: str) -> str:
    """Return the module of a mutant below the package."""
    return mutant.rpartition(".")[0].removeprefix("concordance.")


def function_of(mutant: str) -> str:
    """Return module and function of a mutant."""
    name = mutant.rpartition(".")[2].rpartition("__mutmut_")[0]
    return f"{module_of(mutant)}.{re.sub('^x_?', '', name).strip('ǁ').replace('ǁ', '.')}"


def page(found: dict[str, dict], made: Counter, seed: int) -> str:
    """Return docs/quality/mutation.md."""
    kept = defaultdict(list)
    with REASONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    reasons = {(r["function"], r["change"]): r for r in rows if r["function"] != "*"}
    patterns = [(re.compile(r["change"], re.DOTALL), r) for r in rows if r["function"] == "*"]
    lines = ["# Mutation check", "",
             "Written by `python benchmarks/mutation.py --page`. A mutant is one small change of "
             "the code; it is killed if a test fails or does not end. A surviving mutant shows "
             "behaviour that no test checks.", ""]  # fmt: skip
    total = len(found)
    dead = sum(r["first"] != "survived" for r in found.values())
    later = sum(r["status"] != "survived" for r in found.values())
    low, high = wilson(dead, total)
    lines += [
        f"Mutants made: {sum(made.values()):,} (mutmut {version('mutmut')}). Run: {total:,}, "
        + ("all of them. " if total == sum(made.values()) else
           "in a random order; where the table shows fewer run than made, they are a sample "
           f"(seed {seed}). ")
        + f"**Killed: {later:,} of {total:,} = {later / total:.1%}**. When each was first run, "
        f"{dead:,} were killed, {dead / total:.1%} (95% interval {low:.1%} to {high:.1%}); the "
        "survivors were then looked at, and tests added, or the reason why they may live. The "
        "first share is the measure of mutants that were not run. Tests: those of the part in "
        f"`{' '.join(TESTS)}`, with 10 examples a hypothesis law.",
        "", "Not mutated by mutmut: module level (the patterns and tables of the parser), "
        "properties, and enums.", "",
        "| module | made | run | killed at first | killed | did not end | share |",
        "|" + "---|" * 7]  # fmt: skip
    for module, count in sorted(made.items()):
        rows = [r for m, r in found.items() if module_of(m) == module]
        before = sum(r["first"] != "survived" for r in rows)
        gone = sum(r["status"] != "survived" for r in rows)
        never = sum(r["status"] == "timeout" for r in rows)
        share = f"{gone / len(rows):.1%}" if rows else "-"
        lines.append(
            f"| {module} | {count} | {len(rows)} | {before} | {gone} | {never} | {share} |"
        )
    for mutant, row in sorted(found.items()):
        if row["status"] == "survived":
            reason = reasons.get((function_of(mutant), row["change"])) or next(
                (r for pattern, r in patterns if pattern.search(row["change"])), None
            )
            kept[(reason or {"kind": "not looked at"})["kind"]].append((mutant, row, reason))
    lines += ["", "## Survivors by kind", "", "| kind | mutants |", "|---|---|"]
    lines += [f"| {kind} | {len(rows)} |" for kind, rows in sorted(kept.items())]
    write_survivors(kept)
    lines += ["", f"Each survivor with the reason why it may live: [{SURVIVORS.name}]"
              f"({SURVIVORS.name})."]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def write_survivors(kept: dict[str, list[tuple]]) -> None:
    """Write one row for each mutant that survived, beside the page."""
    with SURVIVORS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kind", "function", "reason", "change"])
        table.writerows(
            (kind, function_of(mutant), reason["reason"] if reason else "", row["change"])
            for kind, rows in sorted(kept.items())
            for mutant, row, reason in rows
        )


def main() -> None:
    """Make, run, count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument(
        "--only", default="", help="mutants whose name (module and function) has this expression"
    )
    parser.add_argument("--work", type=Path, required=True, help="a folder for the copy")
    parser.add_argument("--results", type=Path, required=True, help="JSON lines")
    parser.add_argument("--again", action="store_true", help="run the survivors once more")
    parser.add_argument("--page", action="store_true", help="only write docs/quality/mutation.md")
    options = parser.parse_args()
    results, work = options.results.resolve(), options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    changes = prepare(work)
    found = current(results, changes)
    if options.page:
        made = Counter(module_of(m) for m in changes)
        PAGE.write_text(page(found, made, options.seed), encoding="utf-8")
        return
    if options.again:
        mutants = [m for m, r in found.items() if r["status"] == "survived"]
        mutants = [m for m in mutants if re.search(options.only, m)]
    else:
        mutants = sorted(changes)
        random.Random(options.seed).shuffle(mutants)
        mutants = [m for m in mutants if m not in found and re.search(options.only, m)]
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    os.environ["MUTANT_UNDER_TEST"] = ""
    os.environ.setdefault("CONCORDANCE_SHARED", str(ROOT.parent / "shared"))
    os.chdir(work)
    # `src` first: not the package that is installed
    sys.path[:] = [str(work / "src"), *(p for p in sys.path if not p.startswith(str(ROOT)))]
    runner = Runner(changes, mutants, results, options.minutes)
    pytest.main(["-x", "-p", "no:cacheprovider", "-p", "no:terminal",
                 "-o", "addopts=--doctest-modules --strict-markers", *TESTS], [runner])  # fmt: skip
    found = current(results, changes)
    print(Counter(r["status"] for r in found.values()), f"of {len(changes)} made")


if __name__ == "__main__":
    main()
