"""The pages on columns and codes, written from the vocabularies of the package."""

from collections.abc import Iterable

from concordance.agenda import agenda_columns
from concordance.codes import Action, Flag, Keys
from concordance.drafts import WHEN
from concordance.flags import meaning
from concordance.lookups.columns import lookup_columns
from concordance.lookups.trade import RECORDED
from concordance.matching.columns import INSPECTION, MATCH_DETAILS, MATCHES
from concordance.meanings import meanings
from concordance.result_schema import result_columns
from concordance.schema import Column
from concordance.score import SCORE

#: the two lists that the pages show
KEYS: Keys = ("cites", "cms")


def codes_page() -> str:
    """Return ``docs/codes.md``: flags with activity and meaning, and actions, as Markdown."""
    flags = (f"| `{f.code(KEYS)}` | {f.activity} | {meaning(f, KEYS)} |" for f in Flag)
    lines = [
        "# Codes",
        "",
        "Generated from `concordance.flags` and `concordance.meanings`. Recommended actions are "
        "drafts for people to decide on. Codes that name a list, such as `cites_only`, use the "
        "keys of the two lists compared.",
        "",
        "| flag | activity | meaning |",
        "|---|---|---|",
        *flags,
        "",
        "| recommended action | when |",
        "|---|---|",
        *(f"| `{action}` | {WHEN[action]} |" for action in Action),
        "",
        "| column | code | meaning |",
        "|---|---|---|",
        *(f"| {one.column} | `{one.code}` | {one.meaning} |" for one in meanings(KEYS)),
    ]
    return "\n".join(lines) + "\n"


def columns_page() -> str:
    """Return ``docs/columns.md``: every column of the tables that users see, as Markdown."""
    lines = [
        "# Columns of the concordance table",
        "",
        "Generated from `concordance.result_schema`. A missing value is null (an empty cell in "
        "CSV). Columns and codes that name a list take the keys of the two lists compared.",
        "",
        *_table(result_columns(*KEYS)),
        "",
        "# Columns of `con.agenda()`",
        "",
        "One row for each problem to decide, most serious legal consequence first.",
        "",
        *_table(agenda_columns(*KEYS)),
        "",
        "# Columns of `con.score().table`",
        "",
        "One row for each group and figure: names, concepts and scope.",
        "",
        *_table(SCORE),
        "",
        "# Columns of `match_names`",
        "",
        'One row for each name; with `how="all"` one for each candidate, with the last columns.',
        "",
        *_table(MATCHES + MATCH_DETAILS),
        "",
        "# Columns of `lookup`",
        "",
        'One row for each name; with `how="all"` one for each animal that it may mean.',
        "",
        *_table(lookup_columns(KEYS)),
        "",
        "# Columns of `lookup_trade`",
        "",
        "The columns of the records, those of `lookup` with the prefix `lookup_`, and",
        "",
        *_table(RECORDED),
        "",
        "# Columns of `inspect`",
        "",
        *_table(INSPECTION),
        "",
    ]
    return "\n".join(lines)


def _table(columns: Iterable[Column]) -> list[str]:
    lines = ["| column | type | meaning | values |", "|---|---|---|---|"]
    for column in columns:
        words = column.meaning.replace("|", "a bar")
        lines.append(f"| `{column.name}` | {column.dtype} | {words} | {', '.join(column.values)} |")
    return lines
