"""The dataset, read and validated by other projects, each with a broken twin that they refuse."""

import csv
import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import concordance as cc
from concordance.arrange.treaties import meetings
from concordance.dataset.release import release

DAY = "2026-06-26"
FILES = {
    "CHANGES.md", "CITATION.cff", "SHA256SUMS", "coldp.zip", "concordance.sssom.tsv",
    "datapackage.json", "dwca.zip", "listings.csv", "ranges.csv", "taxa.csv",
    "vernacular_names.csv",
}  # fmt: skip
pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dataset"
    release(cc.load_cites(DAY), cc.load_cms(DAY), folder)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def rewritten(source: Path, target: Path, old: str, new: str) -> Path:
    """A copy of an archive in which one text is another one in every file."""
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name).replace(old.encode(), new.encode()))
    return target


def test_the_dataset_is_whole_and_its_sums_hold(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == FILES
    for line in (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest
    assert len((made / "SHA256SUMS").read_text().splitlines()) == len(FILES) - 1


def test_the_same_lists_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    release(cc.load_cites(DAY), cc.load_cms(DAY), tmp_path / "again")
    for path in made.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_entry_is_in_it(made: Path) -> None:
    listings = rows_of(made / "listings.csv")
    for key, checklist in (("cites", cc.load_cites(DAY)), ("cms", cc.load_cms(DAY))):
        written = {row["entry_id"] for row in listings if row["list"] == key}
        assert {entry.entry_id for entry in checklist.records.listings} <= written


def test_a_species_has_what_is_known_of_it(made: Path) -> None:
    (leopard,) = (row for row in rows_of(made / "taxa.csv") if row["name"] == "Panthera uncia")
    assert (leopard["synonyms"], leopard["eu_annexes"]) == ("Uncia uncia", "A")
    own = leopard["taxon_id"]
    names = {(r["language"], r["name"]) for r in rows_of(made / "vernacular_names.csv")
             if r["taxon_id"] == own}  # fmt: skip
    assert ("fr", "Léopard des neiges") in names
    countries = {r["country"] for r in rows_of(made / "ranges.csv") if r["taxon_id"] == own}
    assert {"BT", "MN"} <= countries
    entries = {(r["list"], r["appendix"]) for r in rows_of(made / "listings.csv")
               if r["taxon_id"] == own}  # fmt: skip
    assert entries == {("cites", "I"), ("cms", "I")}


def test_what_changed_since_the_last_meeting(made: Path) -> None:
    text = (made / "CHANGES.md").read_text(encoding="utf-8")
    assert "Since CITES CoP20, in force 2026-03-05" in text
    assert "Loxodonta" in text
    assert "eu_annexes" not in text


def test_the_citation_names_every_list(made: Path) -> None:
    yaml = pytest.importorskip("yaml")
    cited = yaml.safe_load((made / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", DAY)
    assert str(cited["date-released"]) == DAY
    titles = " ".join(one["title"] for one in cited["references"])
    for title in ("CITES Appendices", "CMS Appendices", "AviList", "Mammal Diversity Database"):
        assert title in titles


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_darwin_core_archive_is_read_and_a_broken_twin_is_not(
    made: Path, tmp_path: Path
) -> None:
    pytest.importorskip("dwca", reason="the reader is not installed")
    from dwca.read import DwCAReader

    term = "http://rs.gbif.org/terms/1.0/appendixCITES"
    with DwCAReader(str(made / "dwca.zip")) as archive:
        core = archive.descriptor.core
        assert core.type == "http://rs.tdwg.org/dwc/terms/Taxon"
        kinds = {extension.type.rsplit("/", 1)[1] for extension in archive.descriptor.extensions}
        assert kinds == {"Distribution", "VernacularName", "MeasurementOrFact"}
        found: dict[str, set[str]] = {}
        ids = set()
        for row in archive:
            ids.add(row.id)
            if row.id in {"joint:panthera-uncia", "joint:vicugna-vicugna"}:
                found[row.id] = {ext.data.get(term, "") for ext in row.extensions} - {""}
        assert len(ids) == len(rows_of(made / "taxa.csv")) + sum(
            len(row["synonyms"].split("|")) for row in rows_of(made / "taxa.csv") if row["synonyms"]
        )
    assert found == {"joint:panthera-uncia": {"I"},
                     "joint:vicugna-vicugna": {"I", "II"}}  # fmt: skip
    broken = rewritten(made / "dwca.zip", tmp_path / "broken.zip", "<location>taxon.txt",
                       "<location>t.txt")  # fmt: skip
    with pytest.raises(Exception, match=r"t\.txt|archive"):
        DwCAReader(str(broken))


def test_the_archive_uses_terms_of_the_extensions(made: Path) -> None:
    with zipfile.ZipFile(made / "dwca.zip") as archive:
        meta = archive.read("meta.xml").decode()
        for location in re.findall("<location>(.*?)</location>", meta):
            header = archive.read(location).decode().splitlines()[0].split("\t")
            assert header[0] == "taxonID"
    for part in ('rowType="http://rs.gbif.org/terms/1.0/Distribution"',
                 'term="http://rs.gbif.org/terms/1.0/appendixCITES"',
                 'rowType="http://rs.gbif.org/terms/1.0/VernacularName"'):  # fmt: skip
        assert part in meta


def test_the_data_package_is_valid_and_a_broken_twin_is_not(made: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the validator is not installed")
    report = frictionless.validate(str(made / "datapackage.json"))
    assert report.valid, report.flatten(["message"])[:5]
    twin = tmp_path / "twin"
    twin.mkdir()
    for path in made.iterdir():
        (twin / path.name).write_bytes(path.read_bytes())
    listings = twin / "listings.csv"
    listings.write_text(
        listings.read_text(encoding="utf-8").replace("\njoint:panthera-uncia,", "\njoint:nobody,"),
        encoding="utf-8",
    )
    assert not frictionless.validate(str(twin / "datapackage.json")).valid


def test_the_mappings_are_valid_and_a_broken_twin_is_not(made: Path, tmp_path: Path) -> None:
    pytest.importorskip("sssom", reason="the validator is not installed")

    def validate(path: Path) -> Any:
        return subprocess.run([sys.executable, "-m", "sssom.cli", "validate", str(path)],
                              capture_output=True, text=True)  # fmt: skip

    good = validate(made / "concordance.sssom.tsv")
    assert good.returncode == 0, good.stdout + good.stderr
    text = (made / "concordance.sssom.tsv").read_text(encoding="utf-8")
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_text(text.replace("semapv:LexicalMatching", "lexical matching"), encoding="utf-8")
    bad = validate(broken)
    assert bad.returncode != 0 or "error" in (bad.stdout + bad.stderr).lower()


@pytest.mark.filterwarnings("ignore")
def test_the_coldp_is_read_and_its_ids_resolve(made: Path, tmp_path: Path) -> None:
    coldp = pytest.importorskip("coldp", reason="the reader is not installed")
    with zipfile.ZipFile(made / "coldp.zip") as archive:
        archive.extractall(tmp_path / "mine")
    package = coldp.COLDP("mine", folder=str(tmp_path))
    taxa = package.taxa
    assert len(taxa) == len(rows_of(made / "taxa.csv"))
    ids = {row["ID"] for row in tab_rows(tmp_path / "mine" / "NameUsage.tsv")}
    for name in ("TaxonProperty.tsv", "VernacularName.tsv", "Distribution.tsv"):
        rows = tab_rows(tmp_path / "mine" / name)
        assert rows
        assert {row["taxonID"] for row in rows} <= ids
    kinds = {row["property"] for row in tab_rows(tmp_path / "mine" / "TaxonProperty.tsv")}
    assert kinds == {"CITES Appendix", "CMS Appendix", "EU Annex", "agreement or memorandum"}
    usage = tmp_path / "mine" / "NameUsage.tsv"
    usage.write_text(usage.read_text(encoding="utf-8").replace("ID\t", "Identifier\t", 1))
    with pytest.raises(Exception, match="ID"):
        coldp.COLDP("mine", folder=str(tmp_path)).taxa.set_index("ID")


def tab_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("day", [*meetings(DAY)][:2] + [*meetings(DAY)][-2:])
def test_one_for_each_meeting_can_be_made(day: str, tmp_path: Path) -> None:
    counts = release(cc.load_cites(day), cc.load_cms(day), tmp_path / day)
    assert counts["taxa"] > 10_000
    text = (tmp_path / day / "CHANGES.md").read_text(encoding="utf-8")
    assert f"Changes of the dataset of {day}" in text
    assert f"in force {day}" in text


def test_what_may_not_be_redistributed_is_refused(tmp_path: Path) -> None:
    source = cc.Source(name="Species+ download", redistribution="restricted", as_of=DAY)
    import pandas as pd

    own = cc.Checklist.from_frames("cites", taxa=pd.DataFrame({"name": ["Panthera uncia"]}),
                                   source=source)  # fmt: skip
    with pytest.raises(cc.ConcordanceError, match=r"Species\+ download may not be redistributed"):
        release(own, cc.load_cms(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(cc.ConcordanceError, match="is not empty; choose a new folder"):
        release(cc.load_cites(), cc.load_cms(), tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    (tmp_path / "file").write_text("mine")
    with pytest.raises(cc.ConcordanceError, match="is not empty"):
        release(cc.load_cites(), cc.load_cms(), tmp_path / "file")
