"""The comparison with law texts reads each kind of text, and counts a difference as one."""

from pathlib import Path

import law_texts
import pytest
from law_texts import Entry


@pytest.mark.parametrize(
    ("printed", "taxon"),
    [
        ("FALCONIFORMES spp.", "Falconiformes"),
        ("Swietenia humilis#4", "Swietenia humilis"),
        ("Cyclamen spp., #4", "Cyclamen"),
        ("Sternotherusspp.", "Sternotherus"),
        ("Sarracenia rubra ssp. jonesii", "Sarracenia rubra jonesii"),
        ("Muscicapidae (s.l.)", "Muscicapidae"),
    ],
)
def test_a_printed_name_loses_its_marks(printed: str, taxon: str) -> None:
    assert law_texts.canonical(printed) == taxon


def test_canada_gives_labelled_taxa_and_no_heads(tmp_path: Path) -> None:
    row = "<row><entry>{}</entry><entry>{}</entry></row>"
    label = "<Provision><Label>(1)</Label><Text>{}</Text></Provision>"
    note = "Cactaceae spp.<FootnoteRef>#4</FootnoteRef>"
    rows = [
        row.format("Lemuridae", ""),
        row.format(label.format("Lemuridae spp."), "I"),
        row.format(label.format(note), "II"),
        row.format(label.format("Not a taxon"), "see note"),
    ]
    path = tmp_path / "ca.xml"
    path.write_text(f"<Schedule>{''.join(rows)}</Schedule>", encoding="utf-8")
    assert law_texts.canada(path) == {Entry("Lemuridae", "I"), Entry("Cactaceae", "II")}


def test_switzerland_gives_species_and_groups_of_both_appendices(tmp_path: Path) -> None:
    path = tmp_path / "ch.md"
    path.write_text(
        "Anhang I Gefährdete wandernde Arten ... Mammalia Sirenia Trichechidae Trichechus manatus *"
        " (Populationen zwischen Honduras und Panama)\n\n<sup>7</sup> Hominidae Gorilla gorilla"
        "\n\n<sup>44</sup> Anhang II Wandernde Arten, für die ... Mammalia Rhinolophidae R. spp."
        " (nur die europäischen Populationen) Phoenicopteridae Ph. spp.* Grus spp. Crex crex"
        "\n# Geltungsbereich am 1.1. Schweiz ist Partei",
        encoding="utf-8",
    )
    assert law_texts.switzerland(path) == {
        Entry("Trichechus manatus", "I"),
        Entry("Gorilla gorilla", "I"),
        Entry("Rhinolophidae", "II"),
        Entry("Phoenicopteridae", "II"),
        Entry("Grus", "II"),
        Entry("Crex crex", "II"),
    }


def test_japan_gives_the_second_table_only(tmp_path: Path) -> None:
    path = tmp_path / "jp.md"
    path.write_text(
        "**別表第二**\n- 表一\n| １ | Anas diazi（x） |\n- 表二\n| 項 | 種名 | 適用日 |\n"
        "| ７ | Hippocamelus属（x）全種 | y |\n| １ | Addax nasomaculatus（アダックス） | y |\n"
        "**別表第三**\n| １ | Bos taurus | y |\n",
        encoding="utf-8",
    )
    assert law_texts.japan(path) == {Entry("Hippocamelus", "I"), Entry("Addax nasomaculatus", "I")}


def test_a_wrong_appendix_and_an_unknown_taxon_differ() -> None:
    printed = {
        Entry("Okapia johnstoni", "I"),
        Entry("Cervus canadensis", "I"),
        Entry("Psephotus dissimilis", "I"),
    }
    compared = law_texts.compare("ca-sor-96-263@2025-03-06", printed)
    assert compared.both == 0
    assert compared.only_text == [Entry("Cervus canadensis", "I"), Entry("Okapia johnstoni", "I")]
    assert Entry("Psephotellus dissimilis", "I") not in compared.only_package
    assert Entry("Panthera tigris", "I") in compared.only_package


def test_every_reason_is_of_a_text_that_is_read() -> None:
    texts = {name.rsplit(".", 1)[0] for name in law_texts.READERS} | {law_texts.EU}
    assert {text for text, *_ in law_texts.reasons()} <= texts
    assert all(law_texts.reasons().values())
