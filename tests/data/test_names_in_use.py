"""Names that people hand over, and the entries to which they lead today."""

import csv
from collections import defaultdict

import pytest
from builders import ROOT

import concordance as cc

DATA = ROOT / "data"
#: name; status and Appendix in CITES
CITES = """
Hyelaphus calamianensis       | matched  | I
Hyelaphus kuhlii              | matched  | I
Hyelaphus porcinus annamiticus | matched | I
Dama mesopotamica             | matched  | I
Cervus hanglu hanglu          | matched  | I
Megamuntiacus vuquangensis    | matched  | I
Uromanis tetradactyla         | matched  | I
Lutra platensis               | matched  | I
Pseudalopex gymnocercus       | matched  | II
Dusicyon thous                | matched  | II
Cephalophus monticola         | matched  | II
Capricornis maritimus         | matched  | I
Procolobus kirkii             | matched  | I
Ateles geoffroyi panamensis   | matched  | I
Leontideus rosalia            | matched  | I
Arctophoca australis          | matched  | II
Phalanger maculatus           | matched  | II
Alexandrinus krameri          | excluded |
Palaeornis torquatus          | excluded |
Psittacula roseicollis        | excluded |
Psittacus undulatus           | excluded |
Leptolophus hollandicus       | excluded |
Alexandrinus echo             | matched  | I
Opopsitta diophthalma coxeni  | matched  | I
Cyclopsitta coxeni            | matched  | I
Cyanoramphus erythrotis       | matched  | I
Polyplectron emphanum         | matched  | I
Aburria jacutinga             | matched  | I
Pauxi mitu                    | matched  | I
Sporagra cucullata            | matched  | I
Kittacincla malabarica        | matched  | II
Stictospiza formosa           | matched  | II
Gracula robusta               | matched  | II
Agriocharis ocellata          | matched  | III
Trionyx hurum                 | matched  | I
Osteolaemus afzelii           | matched  | I
Heloderma charlesbogerti      | matched  | I
Vipera graeca                 | matched  | I
Amyda ornata                  | matched  | II
Chelus orinocensis            | matched  | II
Ophiophagus kaalinga          | matched  | II
Cachryx defensor              | covered  | II
Cryptochelys acuta            | covered  | II
Phrynoderma hexadactylum      | matched  | II
Yaotriton hainanensis         | covered  | II
Rhynchorhina mauritaniensis   | covered  | II
Scleropages aureus            | matched  | I
Arapaima leptosoma            | matched  | II
Pterourus homerus             | matched  | I
Lemiox rimosus                | matched  | I
Theliderma sparsa             | matched  | I
Potamilus satura              | matched  | I
Echinocereus ferreirianus ssp. lindsayorum | matched | I
Echinocereus lindsayi         | matched  | I
Anacampseros alstonii         | matched  | I
Stangeria paradoxa            | matched  | I
Welwitschia bainesii          | matched  | II
Plectrocarpa sarmientoi       | matched  | II
Sarcocaulon herrei            | matched  | III
Talauma hodgsonii             | matched  | III
Rhodocactus grandifolius      | not_found |
Vuylstekeara                  | covered  | II
×Ascocenda                    | covered  | II
Potinara hybrid               | uncertain_name |
Disophyllum                   | covered  | II
Graptophytum                  | not_found |
Gasteraloe                    | not_found |
"""
#: name; status and Appendix in CMS
CMS = """
Parus major                   | not_found |
Parus novaeseelandiae         | matched  | II
Mobula eregoodoo              | matched  | I|II
Mobula yarae                  | matched  | I|II
Aeorestes cinereus            | matched  | II
Dasypterus ega                | matched  | II
Otomops harrisoni             | matched  | II
Squalus suckleyi              | matched  | II
Asinus hemionus               | matched  | II
Egretta alba alba             | matched  | II
Aquila heliaca adalberti      | matched  | I|II
"""
#: word of trade; status and taxa
WORDS = """
lambi           | matched   | Strombus gigas
caracol rosa    | matched   | Strombus gigas
caracol rosado  | proposed  | Strombus gigas
red sanders     | matched   | Pterocarpus santalinus
shahtoosh       | matched   | Pantholops hodgsonii
kuth            | matched   | Saussurea costus
anguille        | matched   | Anguilla anguilla
civelle         | proposed  | Anguilla anguilla
sungazer        | proposed  | Smaug giganteus
peyotl          | proposed  | Lophophora williamsii
peyote          | ambiguous | Lophophora williamsii, Strombocactus
bois de rose    | proposed  | Aniba rosaeodora, Dalbergia
gaharu          | proposed  | Aquilaria, Gyrinops
ipê             | proposed  | Handroanthus
ivory           | proposed  | Elephantidae
tenggiling      | proposed  | Manis javanica
"""


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def cases(text: str) -> list[tuple[str, ...]]:
    return [
        tuple(cell.strip() for cell in line.split("|", 2)) for line in text.strip().splitlines()
    ]


@pytest.mark.parametrize(("treaty", "text"), [("cites", CITES), ("cms", CMS)])
def test_names_in_use_and_former_names_lead_to_entries(treaty: str, text: str) -> None:
    expected = cases(text)
    table = cc.lookup([name for name, *_ in expected]).fillna("")
    found = zip(table["query"], table[f"{treaty}_status"], table[f"{treaty}_appendix"], strict=True)
    assert list(found) == expected


def test_words_of_trade_name_what_is_meant() -> None:
    for word, status, taxa in cases(WORDS):
        (row,) = cc.lookup([word]).to_dict("records")
        assert all(name in row["evidence"] for name in taxa.split(", ")), row["evidence"]
        assert row["status"] == status, row


def test_all_genera_of_a_family_are_covered_by_cms_or_none() -> None:
    """A genus is not covered because a species that was once in it is."""
    ranks = {row["taxon"]: row["rank"] for row in rows_of("cms_listings.csv")}
    families: dict[str, set[bool]] = defaultdict(set)
    for row in rows_of("species/genera.csv"):
        if row["class"] == "Aves" and row["status"] not in {"homonym", "fossil"}:
            groups = [group.lstrip("?") for group in row["cms_groups"].split("|")]
            families[row["family"]].add("family" in {ranks.get(group) for group in groups})
    assert len(families) > 200
    assert [family for family, covered in families.items() if len(covered) > 1] == []


def test_hybrid_genera_are_covered_by_the_family_of_their_parents() -> None:
    rows = [row for row in rows_of("species/genera.csv") if row["status"] == "hybrid_genus"]
    assert len(rows) > 350
    covered = {"Orchidaceae": "Orchidaceae", "Cactaceae": "Cactaceae"}
    for row in rows:
        assert row["kingdom"] == "Plantae"
        assert row["cites_groups"].lstrip("?") in (covered.get(row["family"], ""), "Aloe"), row
