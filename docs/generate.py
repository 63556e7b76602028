"""Write the pages that the code generates: ``python docs/generate.py``."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from casebook import case_page
from command_pages import commands_page
from information_page import information_page
from lists_page import lists_page
from vocabulary import codes_page, columns_page

import concordance as cc
from concordance.codes import Change, Figure
from concordance.concordance import Concordance
from concordance.views.plots import alignment_plot

HERE = Path(__file__).parent
#: the shared species of the Joint Work Programme: page, title, names or group
CASES = {
    "african-elephants": ("African elephants", ["Loxodonta africana", "Loxodonta cyclotis"]),
    "argali-and-urial": ("Argali and urial", ["Ovis ammon", "Ovis vignei"]),
    "saiga": ("Saiga", ["Saiga tatarica", "Saiga borealis"]),
    "snow-leopard": ("Snow leopard", ["Panthera uncia"]),
    "cheetah": ("Cheetah", ["Acinonyx jubatus"]),
    "great-apes": (
        "Great apes",
        ["Gorilla gorilla", "Gorilla beringei", "Pan troglodytes"],
    ),
    "saker-falcon": ("Saker falcon", ["Falco cherrug"]),
    "marine-turtles": (
        "Marine turtles",
        ["Caretta caretta", "Chelonia mydas", "Dermochelys coriacea", "Eretmochelys imbricata",
         "Lepidochelys kempii", "Lepidochelys olivacea", "Natator depressus"],
    ),
    "great-sharks": (
        "Whale, white and basking shark",
        ["Rhincodon typus", "Carcharodon carcharias", "Cetorhinus maximus"],
    ),
    "mantas-and-devil-rays": ("Mantas and devil rays", {"family": "Mobulidae"}),
    "sawfishes": ("Sawfishes", {"family": "Pristidae"}),
    "sturgeons": ("Sturgeons and paddlefishes", {"order": "Acipenseriformes"}),
    "south-american-fur-seal": ("South American fur seal", ["Arctocephalus australis"]),
    "dugong": ("Dugong", ["Dugong dugon"]),
    "shoebill": ("Shoebill", ["Balaeniceps rex"]),
    "wild-yak": ("Wild yak", ["Bos mutus"]),
    "wild-asses": ("Wild asses", ["Equus hemionus", "Equus kiang", "Equus africanus"]),
    "flamingos": (
        "Flamingos",
        ["Phoenicopterus ruber", "Phoenicopterus roseus", "Phoeniconaias minor",
         "Phoenicoparrus andinus", "Phoenicoparrus jamesi"],
    ),
    "houbara-bustards": ("Houbara bustards", ["Chlamydotis undulata", "Chlamydotis macqueenii"]),
    "short-tailed-albatross": ("Short-tailed albatross", ["Phoebastria albatrus"]),
    "bukhara-deer": ("Bukhara deer", ["Cervus elaphus bactrianus"]),
}  # fmt: skip

#: references that a side could adopt: page, list, side, scope
SCENARIOS = {
    "cats": ("kitchener_2017", "CMS", "Felidae"),
    "sheep": ("valdez_weinberg_2011", "CMS", "Ovis"),
    "mammals": ("mdd", "CMS", "Mammalia"),
}
PROPOSAL = [("Hyaena hyaena", "CMS", "I"), ("Uncia uncia", "CITES", "II")]

#: meetings after which an Appendix changed, by the day on which it came into force
MEETINGS = {
    "2015-02-08": "CMS COP11", "2017-01-02": "CITES CoP17", "2018-01-26": "CMS COP12",
    "2019-11-26": "CITES CoP18", "2020-05-22": "CMS COP13", "2023-02-23": "CITES CoP19",
    "2024-05-16": "CMS COP14", "2026-03-05": "CITES CoP20",
    "2026-06-27": "CMS COP15 (partly included)",
}  # fmt: skip
FIRST = "2015-02-05"


#: headings of the three figures
FIGURES = {
    Figure.NAMES: "Names agree", Figure.CONCEPTS: "Concepts agree",
    Figure.SCOPE: "Legal scope agrees",
}  # fmt: skip


def share_cell(row: Any) -> str:
    """Return a score with what it counts, and the share that cannot be compared."""
    if not row["comparable"]:
        return "not comparable"
    rest = f"; {row['not_comparable']:.0%} not comparable" if row["not_comparable"] else ""
    return f"{row['score']:.2f} ({row['agree']} of {row['comparable']}{rest})"


def history() -> Any:
    """Return the page on what each meeting changed, from the data alone."""
    days = [FIRST, *MEETINGS]
    built = {day: cc.build(cc.load_cites(day), cc.load_cms(day)) for day in days}
    lines = ["# What each meeting changed", "", "Generated from the dated data of the package, "
             f"from {FIRST} on. Not an official position of CITES, CMS or UNEP.", "",
             "## Alignment", "", "![alignment](history.svg)", ""]  # fmt: skip
    scores = {day: con.score().table for day, con in built.items()}
    groups = sorted({g for t in scores.values() for g in t["group"]}, key=lambda g: (g == "all", g))
    for figure in Figure:
        lines += [f"### {FIGURES[figure]}", "", f"| in force | {' | '.join(groups)} |",
                  "|---" * (len(groups) + 1) + "|"]  # fmt: skip
        for day, table in scores.items():
            own = table[table["figure"] == figure.value].set_index("group")
            row = [share_cell(own.loc[g]) if g in own.index else "-" for g in groups]
            lines.append(f"| {day} | {' | '.join(row)} |")
        lines.append("")
    lines += [built[FIRST].score().formula, ""]
    for old, new in pairwise(days):
        changes = cc.diff(built[old], built[new]).without(Change.INFORMATION)
        counts = ", ".join(f"{n} {kind}" for kind, n in changes.counts().items() if n)
        lines += [f"## {MEETINGS[new]}, in force {new}", "", f"{counts or 'nothing changed'}.", ""]
        shown = changes.table[changes.table["change"].isin(["renamed", "relation"])]
        for row in shown.fillna("-").itertuples():
            step = f"{row.old} -> {row.new}"
            if row.change == "renamed":
                step = "before" if row.new == "-" else "now"
            lines.append(f"- {row.change}: {row.left_name} / {row.right_name} ({step})")
        lines += [""] if len(shown) else []
    return "\n".join(lines).rstrip() + "\n"


def names_in(con: Concordance, group: Any) -> Any:
    """Return the names of both sides in a group, shared ones first."""
    ((column, value),) = group.items()
    table = con.table
    rows = table[table[column] == value]
    shared = rows[rows["cites_id"].notna() & rows["cms_id"].notna()]
    return list(dict.fromkeys([*shared["cites_name"], *shared["cms_name"]]))


def pages() -> Any:
    """Return every generated page by its path below docs/."""
    con = cc.build(cc.load_cites(), cc.load_cms())
    written = {
        "columns.md": columns_page(),
        "codes.md": codes_page(),
        "reference/commands.md": commands_page(),
    }
    for slug, (title, names) in CASES.items():
        chosen = names_in(con, names) if isinstance(names, dict) else names
        written[f"cases/{slug}.md"] = case_page(con, title, chosen)
    written["cases/README.md"] = "# Shared species of the Joint Work Programme\n\n" + "".join(
        f"- [{title}]({slug}.md)\n" for slug, (title, _) in CASES.items()
    )
    written["history.md"] = history()
    for slug, (key, by, scope) in SCENARIOS.items():
        draft = con.what_if(adopt=cc.reference_list(key), by=by, scope=scope)
        written[f"scenarios/{slug}.md"] = draft.markdown()
    written["scenarios/proposal.md"] = con.what_if(proposals=PROPOSAL).markdown()
    written["plots.md"] = plots_page()
    written["cards.md"] = cards_page(con)
    written["lists.md"] = lists_page()
    written["information.md"] = information_page(con)
    return written


#: each plot: file, title, how to call it, what it shows
PLOTS = (
    ("plots/differences.svg", "Differences by class", 'con.plot("differences")',
     "Each pair counts once, under the most serious difference that applies: from the author "
     "only to different animals. A species against its subspecies is `rank`."),
    ("plots/flow.svg", "From class to difference to draft action", 'con.plot("flow")',
     "The pairs that differ, and the draft action for them."),
    ("plots/flags.svg", "Flags that occur together", 'con.plot("flags")',
     "A column is a combination of [flags](codes.md), the most frequent first."),
    ("plots/split.svg", "One name, several animals", 'con.plot("split", "Ovis ammon")',
     "The names of one side flow into those of the other; the sign is read from the left."),
    ("plots/timeline.svg", "Listing over time", 'con.plot("timeline", "Mobula birostris")',
     "Each bar is an entry, marked with its Appendix. A bar that is hatched on the left began "
     "before the oldest text in the data. A gap between bars does not prove that no entry covered "
     "the animal."),
    ("plots/agenda.svg", "What waits for a decision", 'con.plot("agenda")',
     "Each item is one problem, however many rows of the table it has. Items in the dark part "
     "come first on the agenda: their strictest Appendix differs between the two sides."),
    ("plots/coverage.svg", "What each treaty covers", 'con.plot("coverage")',
     "The number of species, and of subspecies that have an entry. A species that several entries "
     "cover counts once, under the lowest. `if migratory`: the entry covers only those members "
     "of the group that migrate. The members of groups come from the open checklists in the "
     "package. `con.coverage()` is the table."),
    ("plots/alignment.svg", "Alignment over the meetings", 'con.plot("alignment")',
     "How far names, concepts and legal scope agree since the first day of the data, each problem "
     "counted once. `con.plot(\"alignment\", \"Aves\")` shows one class. Each axis shows only the "
     "range of its scores. For other days: `alignment_plot(cc.alignment_over_time(days))` in "
     "`concordance.views.plots`."),
)  # fmt: skip


def plots_page() -> Any:
    """Return the page that shows every plot."""
    intro = (
        "Generated by `docs/generate.py`. Plots need the extra `notebook` (matplotlib). Jupyter "
        "shows a plot directly; `concordance.views.plots.save(figure, path)` writes it as SVG, "
        "with the same bytes every time. The colours go from light to dark, so that they can be "
        "distinguished in grey and by colour-blind readers. The marks carry their counts. Not "
        "an official position of CITES, CMS or UNEP."
    )
    lines = ["# Plots", "", intro, ""]
    for path, title, call, text in PLOTS:
        lines += [f"## {title}", "", f"`{call}`", "", text, "", f"![{title}]({path})", ""]
    return "\n".join(lines).rstrip() + "\n"


def cards_page(con: Concordance) -> Any:
    """Return the page that shows the cards of Jupyter."""
    about = (
        "Generated by `docs/generate.py`: what Jupyter shows for a concordance (`con`) and for an "
        'animal (`con.explain("Uncia uncia")`).'
    )
    shown = [con._repr_html_(), con.explain("Uncia uncia")._repr_html_()]
    return "\n\n".join(["# Cards", about, *shown]) + "\n"


def figures() -> Any:
    """Return every plot by its path below docs/: those of `PLOTS`, and that of the history."""
    con = cc.build(cc.load_cites(), cc.load_cms())
    scores = cc.alignment_over_time([FIRST, *MEETINGS])
    named = {FIRST: "data begin", **MEETINGS}
    short = {day: name.replace("partly included", "part") for day, name in named.items()}
    return {
        "plots/differences.svg": con.plot("differences"),
        "plots/flow.svg": con.plot("flow"),
        "plots/flags.svg": con.plot("flags"),
        "plots/split.svg": con.plot("split", "Ovis ammon"),
        "plots/timeline.svg": con.plot("timeline", "Mobula birostris"),
        "plots/agenda.svg": con.plot("agenda"),
        "plots/coverage.svg": con.plot("coverage"),
        "plots/alignment.svg": con.plot("alignment"),
        "history.svg": alignment_plot(scores, short),
    }


if __name__ == "__main__":
    for folder in ("cases", "scenarios"):
        (HERE / folder).mkdir(exist_ok=True)
    for name, page in pages().items():
        (HERE / name).write_text(page, encoding="utf-8")
    (HERE / "plots").mkdir(exist_ok=True)
    for name, figure in figures().items():
        (HERE / name).write_text(figure.svg(), encoding="utf-8")
