"""Share of pairs with a conservation status, with lists of categories of your own.

Run ``python benchmarks/information.py MDD.csv AviList.xlsx``: any lists that `load_checklist`
reads. It prints a row a class, as Markdown.
"""

import sys

import concordance as cc


def main() -> None:
    """Measure and print."""
    lists = [cc.load_checklist(path) for path in sys.argv[1:]]
    table = cc.build(cc.load_cites(), cc.load_cms(), redlist=lists).table
    pairs = table[table["cites_id"].notna() & table["cms_id"].notna()]
    pairs = pairs[pairs["cites_rank"].isin(["species", "subspecies"])]
    sys.stdout.write("| class | pairs | with a status | of these NE |\n|---|---|---|---|\n")
    for group, own in pairs.groupby("class"):
        given = own["conservation_status"].dropna()
        sys.stdout.write(f"| {group} | {len(own)} | {len(given)} | {(given == 'NE').sum()} |\n")


if __name__ == "__main__":
    main()
