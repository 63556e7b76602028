"""The page on how far the lists of protected species agree."""

from typing import Any

import concordance as cc
from concordance.arrange.official_lists import OFFICIAL
from concordance.schema import rows

#: the lists of the page, in the order of its table
KEYS = ("cites", "cms", "eu", "birds", "habitats", "aewa", "bern", "eurobats", "spaw", "iac")
#: names that differ and are shown of each pair of lists
MOST = 12


def lists_page() -> Any:
    """Return the page, from the data alone."""
    walk = cc.crosswalk([cc.load_list(key) for key in KEYS])
    lines = [
        "# How far the lists agree",
        "",
        "Generated from `cc.crosswalk` with the lists in the package, as in force on "
        f"{walk.lists[0].source.as_of}. Each pair of lists is compared as in `cc.build`; a "
        "relation that follows from other pairs is a chain. Not an official position of any "
        "organisation.",
        "",
        "| list | title | entries | taxa | last text read |",
        "|---|---|---|---|---|",
        *(
            f"| `{one.key}` | {one.source.name} | {len(one.listings)} | {len(one.taxa)} | "
            f"{one.source.complete_to} |"
            for one in walk.lists
        ),
        "",
        "## Pairs of lists",
        "",
        "`one name`, `two names`: congruent pairs. `other concepts`: one taxon includes or "
        "overlaps the other. `open`: the relation is not known. `higher`: taxa that only a group "
        "entry of the other list may cover. `left`, `right`: taxa not covered by the other list.",
        "",
        "| lists | one name | two names | other concepts | open | chains | higher | left | right |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows(walk.summary()):
        counts = ("one_name", "two_names", "other_concepts", "undetermined", "chains",
                  "listed_higher", "left_only", "right_only")  # fmt: skip
        lines.append(f"| {row['left_list']}, {row['right_list']} | "
                     + " | ".join(str(row[c]) for c in counts) + " |")  # fmt: skip
    lines += ["", "## One animal, two names", "",
              f"The first {MOST} of each pair of lists, by name.", "",
              "| lists | name | other list's name | linked by |", "|---|---|---|---|"]  # fmt: skip
    shown: dict[tuple[str, str], int] = {}
    for row in rows(walk.long):
        pair = row["left_list"], row["right_list"]
        if row["relation"] == "congruent" and row["left_name"] != row["right_name"]:
            shown[pair] = shown.get(pair, 0) + 1
            if shown[pair] <= MOST:
                names = f"*{row['left_name']}* | *{row['right_name']}*"
                lines.append(f"| {', '.join(pair)} | {names} | {row['rule']} |")
    lines += ["", "## Relations that follow from other pairs", "",
              "No name links these taxa; RCC-5 composition gives the relation.", ""]  # fmt: skip
    lines += [f"- {row['left_list']}, {row['right_list']}: {row['evidence']}"
              for row in rows(walk.chains)]  # fmt: skip
    lines += ["", "## Contradictions", "",
              "Three pairs whose relations exclude each other: at least one relation is wrong, or "
              "a list uses a name for another animal.", ""]  # fmt: skip
    lines += [f"- {row['note']}" for row in rows(walk.contradictions())]
    lines += ["", "## What is missing", ""]
    lines += [f"- `{key}`: {one.complete_to}." for key, one in OFFICIAL.items()]
    return "\n".join(lines) + "\n"
