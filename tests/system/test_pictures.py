"""Plots as they are drawn: the pictures in the docs are current, and no text is lost in them."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from builders import EVIL, evil, made

import concordance as cc
from concordance.concordance import Concordance
from concordance.schema import rows
from concordance.views.words import difference


@pytest.fixture(scope="module")
def figures() -> Any:
    pytest.importorskip("matplotlib", reason="the notebook extra is not installed")
    import generate  # only here: it needs the extra

    made = generate.figures()
    assert list(made) == [*(path for path, *_ in generate.PLOTS), "history.svg"]
    return made


def structure(svg: str) -> tuple[list[str], Counter[str]]:
    """Return texts in order, and how many marks of each kind: what a picture is, not its bytes."""
    tree = ElementTree.fromstring(svg)
    texts = ["".join(node.itertext()).strip() for node in tree.iter() if node.tag.endswith("}text")]
    ids = [node.get("id") or "" for node in tree.iter() if node.tag.endswith("}g")]
    return texts, Counter(re.sub(r"_\d+$", "", i) for i in ids if re.search(r"_\d+$", i))


PLOTS = ["plots/differences.svg", "plots/flow.svg", "plots/flags.svg", "plots/split.svg",
         "plots/timeline.svg", "plots/agenda.svg", "plots/coverage.svg", "plots/alignment.svg",
         "history.svg"]  # fmt: skip


@pytest.mark.parametrize("path", PLOTS)
def test_the_picture_is_the_one_in_the_docs(figures: Any, root: Path, path: Any) -> None:
    texts, marks = structure(figures[path].svg())
    stored = structure((root / "docs" / path).read_text(encoding="utf-8"))
    assert texts == stored[0], f"{path}: run python docs/generate.py and look at it"
    assert marks == stored[1], f"{path}: run python docs/generate.py and look at it"
    assert len(texts) > 8
    assert "Not an official position of CITES, CMS or UNEP." in texts
    assert figures[path].svg() == figures[path]._repr_svg_(), "the same bytes every time"
    assert "<dc:date>" not in figures[path].svg()


def test_the_counts_on_the_marks_are_those_of_the_table(con: Concordance, figures: Any) -> None:
    pairs = con.table[con.table["relation"] != "not_listed"]
    texts, _ = structure(figures["plots/differences.svg"].svg())
    for group, whole in pairs["class"].value_counts().items():
        differ = sum(difference(r) is not None for r in rows(pairs[pairs["class"] == group]))
        assert f"{differ} of {whole} pairs" in texts, group
    texts, _ = structure(figures["plots/flags.svg"].svg())
    combined = pairs["flag_codes"].value_counts()
    assert next(t for t in texts if t.isdigit()) == str(combined.iloc[0])
    assert f"15 of {len(combined)} combinations shown, " in " ".join(texts)
    texts, _ = structure(figures["plots/flow.svg"].svg())
    numbers = [int(t) for t in texts if t.isdigit()]
    total = sum(difference(r) is not None for r in rows(pairs))
    assert sum(numbers) == 2 * total, "every pair flows from class to difference to action"


def test_the_agenda_is_drawn_item_by_item(con: Concordance, figures: Any) -> None:
    agenda = con.agenda()
    texts, _ = structure(figures["plots/agenda.svg"].svg())
    assert f"{len(agenda)} items wait for a decision ({agenda['row_count'].sum()} rows)" in texts
    bars = [axes.patches for axes in figures["plots/agenda.svg"].axes]
    for patches, column in zip(bars, ("kind", "class"), strict=True):
        widths = Counter(round(p.get_width()) for p in patches if p.get_width())
        sizes = Counter(agenda.groupby([column, "legal_consequence"]).size())
        assert widths == sizes, column


def test_the_coverage_counts_each_species_once(con: Concordance, figures: Any) -> None:
    """The species of the joint list, counted the long way."""
    table, joint = con.coverage(), con.joint_list()
    for key in con.keys:
        own = table[table["list"] == key]
        listed = joint[joint[f"{key}_appendix"].notna()]
        through = own[~own["entry_rank"].isin(["species", "subspecies"])]
        # an entry of its own is closer than one for a group; a subspecies counts only with its own
        expected = {
            name for name, how in zip(listed[f"{key}_name"], listed[f"{key}_listed_how"], strict=True)
            if len(name.split()) == 2 and "own_entry" not in how.split("|")
        }  # fmt: skip
        assert through["taxa"].sum() == len(expected) > 50, key
    texts, _ = structure(figures["plots/coverage.svg"].svg())
    assert {f"{n:,}" for n in table["taxa"]} <= set(texts)
    birds = table[(table["list"] == "cms") & (table["class"] == "Aves")]
    assert f"{birds['taxa'].sum():,}" in texts


def test_the_alignment_shows_the_scores_of_the_day(con: Concordance, figures: Any) -> None:
    texts, _ = structure(figures["plots/alignment.svg"].svg())
    score = con.score().table
    for row in rows(score[score["group"] == "all"]):
        assert f"{row['score']:.3f}" in texts
        assert f"{row['agree']}/{row['comparable']}" in texts
    for axes in figures["plots/alignment.svg"].axes:
        low, high = axes.get_ylim()
        heights = axes.get_lines()[0].get_ydata()
        assert low < min(heights)
        assert max(heights) < high
        assert high - low < 0.3, "the axis is cut to the scores"


def written(figure: Any) -> Any:
    """Return the texts of a figure that are drawn."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += axes.texts
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            if axes.axison:
                ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
                found += [label for place, label in ticks if limits[0] <= place <= limits[1]]
        legend = axes.get_legend()
        found += legend.get_texts() if legend else []
    return [text for text in found if text.get_text().strip()]


@pytest.mark.parametrize("path", PLOTS)
def test_no_text_is_clipped_or_lies_on_another(figures: Any, path: Any) -> None:
    figure = figures[path]
    figure.svg()
    figure.draw_without_rendering()  # a legend keeps the place of the last drawing
    edge = figure.bbox
    boxes: list[tuple[Any, str]] = []
    for text_ in written(figure):
        said, box = text_.get_text(), text_.get_window_extent()
        assert edge.x0 - 1 < box.x0 < box.x1 < edge.x1 + 1, f"{said!r} leaves the picture"
        assert edge.y0 - 1 < box.y0 < box.y1 < edge.y1 + 1, f"{said!r} leaves the picture"
        for other, before in boxes:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            tall = min(box.y1, other.y1) - max(box.y0, other.y0)
            small = min(box.height, other.height)
            assert wide <= 1 or tall <= 0.35 * small, f"{said!r} lies on {before!r}"
        boxes.append((box, said))
    assert len(boxes) > 8


def test_colours_go_from_light_to_dark(con: Concordance) -> None:
    pytest.importorskip("matplotlib", reason="the notebook extra is not installed")
    from concordance.views.picture import APPENDIX, LEFT, RAMP, RIGHT

    def grey(colour: Any) -> Any:
        return sum(w * int(colour[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5)))

    shades = [grey(colour) for colour in RAMP]
    assert all(a - b > 15 for a, b in pairwise(shades)), shades
    assert abs(grey(LEFT) - grey(RIGHT)) > 80
    greys = [grey(APPENDIX[a]) for a in ("I", "II", "III")]
    assert greys[2] - greys[1] > 50
    assert greys[1] - greys[0] > 50


def test_every_string_is_inert_in_the_plots(con: Concordance) -> None:
    pytest.importorskip("matplotlib", reason="the notebook extra is not installed")
    from concordance.views.combinations import flags_plot
    from concordance.views.flows import flow_plot, split_plot
    from concordance.views.overviews import agenda_plot, coverage_plot
    from concordance.views.plots import alignment_plot, differences_plot
    from concordance.views.years import timeline_plot

    table = evil(con.explain("Ovis ammon").table, ["class", "cites_name", "cms_name"])
    times = evil(con.timeline("Ovis ammon"), ["taxon", "entry"])
    scores = con.score().table.assign(as_of="2026-01-01")
    agenda, covered = evil(con.agenda(), ["class"]), evil(con.coverage(), ["class"])
    for figure in (differences_plot(table), flow_plot(table), split_plot(table, EVIL),
                   agenda_plot(agenda), coverage_plot(covered, con.keys),
                   timeline_plot(times, EVIL, "2026-11-23"), alignment_plot(scores, {"2026-01-01": EVIL})):  # fmt: skip
        svg = figure.svg()
        assert "<script" not in svg
        assert "<img" not in svg
        shown = "".join("".join(structure(svg)[0]).split())  # a label may stand in several lines
        assert "".join(EVIL.split()) in shown
    assert "<script" not in flags_plot(table).svg()


def test_nothing_to_draw_and_wrong_kinds_say_so(con: Concordance) -> None:
    pytest.importorskip("matplotlib", reason="the notebook extra is not installed")
    with pytest.raises(
        cc.ConcordanceError, match="expected one of differences, flow, flags, split"
    ):
        con.plot("pie")
    with pytest.raises(cc.ConcordanceError, match="Okapia johnstoni has no partner"):
        con.plot("split", "Okapia johnstoni")
    with pytest.raises(cc.UnknownNameError):
        con.plot("timeline", "Aus bus")
    same = cc.build(cc.load_cites(), cc.load_cites())
    with pytest.raises(cc.ConcordanceError, match="no pair differs"):
        same.plot("flow")
    with pytest.raises(cc.ConcordanceError, match="no row waits for a decision"):
        same.plot("agenda")
    with pytest.raises(cc.ConcordanceError, match="in force on one day only"):
        same.plot("alignment")
    with pytest.raises(cc.ConcordanceError, match="group is 'Avis'"):
        con.plot("alignment", "Avis")
    bare = cc.build(made("Aus bus", "a"), made("Aus bus", "b"))
    with pytest.raises(cc.ConcordanceError, match="neither list covers a species"):
        bare.plot("coverage")
