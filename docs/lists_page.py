"""The page on what the lists of protected species agree on and what not."""

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
        "# What the lists agree on",
        "",
        "Generated from `cc.crosswalk` over the lists in the package, as in force on "
        f"{walk.lists[0].source.as_of}. A pair of lists is compared as `cc.build` compares two; "
        "what follows from other pairs is a chain. Not an official position of anybody.",
        "",
        "| list | what | entries | taxa | last text read |",
        "|---|---|---|---|---|",
        *(
            f"| `{one.key}` | {one.source.name} | {len(one.listings)} | {len(one.taxa)} | "
            f"{one.source.complete_to} |"
            for one in walk.lists
        ),
        "",
        "## Pairs of lists",
        "",
        "`one name`, `two names`: congruent pairs. `other concepts`: one includes or overlaps the "
        "other. `higher`: taxa of one list that only an entry for a group of the other may cover. "
        "`left`, `right`: nothing of the other list covers them.",
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
              f"The first {MOST} of each pair of lists in the order of their names.", "",
              "| lists | name | name in the other | linked by |", "|---|---|---|---|"]  # fmt: skip
    shown: dict[tuple[str, str], int] = {}
    for row in rows(walk.long):
        pair = row["left_list"], row["right_list"]
        if row["relation"] == "congruent" and row["left_name"] != row["right_name"]:
            shown[pair] = shown.get(pair, 0) + 1
            if shown[pair] <= MOST:
                names = f"*{row['left_name']}* | *{row['right_name']}*"
                lines.append(f"| {', '.join(pair)} | {names} | {row['rule']} |")
    lines += ["", "## What follows from other pairs", "",
              "No name links these two; RCC-5 composition does.", ""]  # fmt: skip
    lines += [f"- {row['left_list']}, {row['right_list']}: {row['evidence']}"
              for row in rows(walk.chains)]  # fmt: skip
    lines += ["", "## Contradictions", "",
              "Relations of three pairs that cannot hold together: at least one of them is wrong, "
              "or a list means another animal than its name says.", ""]  # fmt: skip
    lines += [f"- {row['note']}" for row in rows(walk.contradictions())]
    lines += ["", "## What is missing", ""]
    lines += [f"- `{key}`: {one.complete_to}." for key, one in OFFICIAL.items()]
    return "\n".join(lines) + "\n"
