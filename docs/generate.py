"""Write the pages that the code generates: ``python docs/generate.py``."""

from pathlib import Path

import concordance as cc
from concordance import schema
from concordance.casebook import case_page
from concordance.flags import codes_page

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


def names_in(con, group):
    """Return the names of both sides in a group, shared ones first."""
    ((column, value),) = group.items()
    table = con.table
    rows = table[table[column] == value]
    shared = rows[rows["cites_id"].notna() & rows["cms_id"].notna()]
    return list(dict.fromkeys([*shared["cites_name"], *shared["cms_name"]]))


def pages():
    """Return every generated page by its path below docs/."""
    con = cc.build(cc.load_cites(), cc.load_cms())
    found = {"columns.md": schema.columns_page(), "codes.md": codes_page()}
    for slug, (title, names) in CASES.items():
        chosen = names_in(con, names) if isinstance(names, dict) else names
        found[f"cases/{slug}.md"] = case_page(con, title, chosen)
    found["cases/README.md"] = "# Shared species of the Joint Work Programme\n\n" + "".join(
        f"- [{title}]({slug}.md)\n" for slug, (title, _) in CASES.items()
    )
    return found


if __name__ == "__main__":
    (HERE / "cases").mkdir(exist_ok=True)
    for name, page in pages().items():
        (HERE / name).write_text(page, encoding="utf-8")
