"""Waves beside each other, and units beside each other."""

import math
from statistics import NormalDist

import pytest
from sqlalchemy import select

from app.base.database import db
from app.surveys.findings import one_place
from app.surveys.models import FigureKind, Instrument, SurveyFigure, SurveyNode
from app.surveys.rules import statistics
from tests.support.builders import make_unit
from tests.support.html import attribute
from tests.support.surveys import CAUSES, causes, comment, make_instrument, make_wave
from tests.surveys.town import figure_of, lines_of, named, node_of, rows_of, score_of

POSITIVE = "Jawaban positif Lima unsur"
WHOLE = "Semua yang ditanya"
BY_UNIT = "Hasil menurut unit"
APART = "Perbedaan antarunit Lima unsur"


def test_a_change_is_a_direction_only_where_it_means_something(visit, town):
    before = town.wave(title="Gelombang 2")
    risen = {town.mutasi: town.answers(40, (4.2, 4.3, 3.6, 3.6, 3.6), seed=5), town.promosi: town.answers(40, seed=2)}
    wave = make_wave(town.top, [town.instrument], risen, title="Gelombang 3", previous_id=before.id)
    here = {"wave_id": wave.id, "unit": node_of(wave, town.mutasi)}
    rows = named(visit(town.team).open("surveys.show_wave_comparison", **here), "Perbandingan Lima unsur")
    assert rows["Kemauan"][1].startswith("naik ")
    assert rows["Pengetahuan"][1] == "tidak berbeda bermakna"


def test_other_words_are_marked_and_another_meaning_is_refused(visit, town):
    before = town.wave(title="Gelombang 2")
    instrument = db.session.execute(select(Instrument).where(Instrument.title == "Lima unsur")).scalar_one()
    later = make_instrument(
        instrument=instrument, each=3, more=[causes(), comment()], concepts={"ABI2": 2},
        texts={"DES1": "Saya bersedia ikut menjalankannya."},
    )  # fmt: skip
    wave = make_wave(town.top, [later], {town.mutasi: town.answers(40, seed=8)}, previous_id=before.id)
    page = visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id)
    rows = named(page, "Perbandingan Lima unsur")
    assert rows["Kemauan"][1].endswith("*")
    assert rows["Kesadaran"][1] == "tidak berbeda bermakna"
    assert rows["Kemampuan"][1] == "tidak bisa dibandingkan"
    assert "Sebagian tidak dibandingkan" in page.text


def test_three_waves_stand_in_one_profile(visit, town):
    first = town.wave(title="Gelombang 1")
    second = town.wave(title="Gelombang 2", previous_id=first.id)
    third = town.wave(title="Gelombang 3", previous_id=second.id)
    page = visit(town.team).open("surveys.show_results", wave_id=third.id)
    assert rows_of(page, "Tabel profil Lima unsur")[0][1:4] == ["Gelombang 1", "Gelombang 2", "Gelombang 3"]
    assert "Arah sejak Gelombang 1" in page.text


def test_a_share_of_nearly_everybody_asked_is_surer_than_one_of_a_sample(town):
    """50% then 62% of a hundred: by chance where a thousand were asked, not where nobody else was."""
    low, high = [[3] * 15 + [[0]]] * 50 + [[2] * 15 + [[0]]] * 50, [[3] * 15 + [[0]]] * 62 + [[2] * 15 + [[0]]] * 38
    found = []
    for asked in (100, 1000):
        of = {"targeted": {town.mutasi: asked}}
        before = make_wave(town.top, [town.instrument], {town.mutasi: low}, **of)
        wave = make_wave(town.top, [town.instrument], {town.mutasi: high}, previous_id=before.id, **of)
        found.append(figure_of(wave, FigureKind.DIMENSION).change["favourable"])
    everybody, sample = found
    assert (everybody["before"], sample["before"]) == (0.5, 0.5)
    assert everybody["effect"] == sample["effect"] == pytest.approx(0.2424, abs=5e-5)
    assert (everybody["p"], everybody["means_something"]) == (0, True)
    theirs = math.sqrt((0.25 + 0.62 * 0.38) / 100 * 900 / 999)
    assert sample["p"] == pytest.approx(2 * NormalDist().cdf(-0.12 / theirs), rel=1e-5)
    assert not sample["means_something"]


def test_a_small_certain_change_of_a_share_is_no_direction(visit, town):
    """Everybody answered, so nothing is left to chance, but 50% to 55% is hardly a change."""
    low, high = [[3] * 15 + [[0]]] * 50 + [[2] * 15 + [[0]]] * 50, [[3] * 15 + [[0]]] * 55 + [[2] * 15 + [[0]]] * 45
    before = make_wave(town.top, [town.instrument], {town.mutasi: low})
    wave = make_wave(town.top, [town.instrument], {town.mutasi: high}, previous_id=before.id)
    row = named(visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id), POSITIVE)["Kemauan"]
    assert row == ["Kemauan", "tidak berbeda bermakna", "50%", "55%", "0,10", "< 0,001"]


def test_causes_stand_beside_those_of_the_wave_before(visit, town):
    before = town.wave(mutasi=40, promosi=40, arsip=0)
    later = [[*row[:-1], [2]] for row in town.answers(40, seed=1)]
    wave = make_wave(town.top, [town.instrument], {town.mutasi: later}, previous_id=before.id)
    page = visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id)
    rows = named(page, "Perbandingan Apa yang membuat Anda ragu?")
    assert rows[CAUSES[2]][1:4] == ["naik 100 poin", "0%", "100%"]
    assert rows[CAUSES[1]][1:4] == ["turun 50 poin", "50%", "0%"]
    answer = visit(town.team).download("surveys.download_results_csv", wave_id=wave.id)
    told = next(row for row in lines_of(answer, ";") if row["Isi"] == CAUSES[1] and row["Jenis"] == WHOLE)
    assert (told["Persen sebelumnya"], told["Persen bermakna"]) == ("50,00", "ya")
    assert "Perbandingan Titik hambat setiap orang" in {
        attribute(one, "aria-label") for one in page.tree.query(".scroll")
    }


def test_units_of_the_summary_tell_how_they_changed(visit, town):
    before = town.wave(title="Gelombang 2")
    alone = visit(town.team).open("surveys.show_results", wave_id=before.id)
    assert rows_of(alone, BY_UNIT)[0] == ["Unit", "Titik hambat", "Positif", "Nilai"]
    given = {
        town.mutasi: town.answers(40, (4.6, 4.3, 4.3, 4.3, 4.3), seed=5),
        town.promosi: town.answers(31, seed=2),
        town.arsip: town.answers(3, seed=3),
    }
    wave = make_wave(town.top, [town.instrument], given, previous_id=before.id)
    page = visit(town.team).open("surveys.show_results", wave_id=wave.id)
    assert rows_of(page, BY_UNIT)[0][-1] == "Sejak sebelumnya"
    hidden = named(page, BY_UNIT)
    assert hidden["Bidang Arsip"] == ["Bidang Arsip", "tidak ditampilkan"]
    assert hidden["Bidang Promosi"] == ["Bidang Promosi", "tidak ditampilkan"]
    risen, score = hidden["Bidang Mutasi 40 dari 40 menjawab"], score_of(wave, town.mutasi)
    assert risen[3] == one_place(score.mean)
    assert risen[4] == f"naik {one_place(score.mean - score_of(before, town.mutasi).mean)}"


def test_causes_hidden_in_either_wave_are_not_compared(visit, town):
    """And of fewer than twenty no change is told, for all of few are told as nearly all."""
    few = town.wave(mutasi=19, promosi=0, arsip=0)
    hidden = town.wave(mutasi=40, promosi=40, arsip=3, previous_id=few.id)
    wave = town.wave(mutasi=40, promosi=40, arsip=9, previous_id=hidden.id)
    here = {"wave_id": wave.id, "unit": node_of(wave, town.arsip)}
    page = visit(town.team).open("surveys.show_wave_comparison", **here)
    labels = {attribute(one, "aria-label") for one in page.tree.query(".scroll")}
    assert "Perbandingan Apa yang membuat Anda ragu?" not in labels
    page = visit(town.team).open("surveys.show_wave_comparison", wave_id=hidden.id)
    rows = named(page, "Perbandingan Apa yang membuat Anda ragu?")
    assert {row[1] for row in rows.values()} == {"penjawab terlalu sedikit untuk dibandingkan"}


def test_units_that_differ_are_told_apart_from_those_that_do_not(visit, town):
    given = {
        town.mutasi: town.answers(40, (4.4, 2.0, 3.5, 3.5, 3.5), seed=1),
        town.promosi: town.answers(40, (4.4, 4.4, 3.5, 3.5, 3.5), seed=2),
        town.arsip: town.answers(20, (4.4, 4.4, 3.5, 3.5, 3.5), seed=3),
    }
    wave = make_wave(town.top, [town.instrument], given)
    rows = named(visit(town.team).open("surveys.show_units", wave_id=wave.id), APART)
    assert rows["Kemauan"][1:3] == ["3", "unitnya berbeda"]
    assert rows["Kesadaran"][1:3] == ["3", "tidak berbeda bermakna"]
    assert (
        float(rows["Kemauan"][4].replace(",", "."))
        > 0.5
        > float(rows["Kesadaran"][4].replace(",", ".").replace("−", "-"))
    )
    items = visit(town.team).open("surveys.show_items", wave_id=wave.id)
    assert (
        named(items, "Perbedaan antarunit menurut butir Lima unsur")["Pernyataan 1 tentang kemauan."][2]
        == "unitnya berbeda"
    )
    assert APART not in {
        attribute(one, "aria-label")
        for one in visit(town.head).open("surveys.show_units", wave_id=wave.id).tree.query(".scroll")
    }


def test_what_is_said_of_units_follows_from_what_is_told_of_them(town):
    """In a tree of two levels with a unit of three: worked out again from the stored rows that are shown."""
    section = make_unit("Seksi Satu", parent=town.mutasi)
    second = make_unit("Seksi Dua", parent=town.mutasi)
    small = make_unit("Seksi Kecil", parent=town.mutasi)
    given = {
        section: town.answers(30, seed=1), second: town.answers(25, seed=2), small: town.answers(3, seed=3),
        town.promosi: town.answers(20, (3, 3, 3, 3, 3), seed=4), town.arsip: town.answers(12, seed=5),
    }  # fmt: skip
    wave = make_wave(town.top, [town.instrument], given)
    whole = figure_of(wave, FigureKind.DIMENSION)
    statement = (
        select(SurveyNode, SurveyFigure)
        .join(SurveyFigure, SurveyFigure.node_id == SurveyNode.id)
        .where(SurveyNode.wave_id == wave.id, SurveyNode.is_shown, SurveyFigure.is_shown)
        .where(SurveyFigure.kind == FigureKind.DIMENSION, SurveyFigure.subject_id == whole.subject_id)
    )
    rows = db.session.execute(statement).all()
    lowest = [
        (float(figure.mean), float(figure.sd), figure.n)
        for node, figure in rows
        if not any(other.unit_path.startswith(node.unit_path) and other.level > node.level for other, _one in rows)
    ]
    told = statistics.between_means(lowest)
    kept = whole.details["between"]
    assert len(lowest) == kept["units"] > 1
    assert sum(n for _mean, _sd, n in lowest) == kept["people"] < whole.n
    assert (kept["p"], kept["icc1"], kept["icc2"]) == pytest.approx((told.p, told.icc1, told.icc2), rel=1e-6)


def test_units_that_are_hidden_are_not_compared_with_others(visit, town):
    """A unit of three takes the next smallest with it, so one is left, and that differs from nothing."""
    wave = town.wave(arsip=3)
    details = figure_of(wave, FigureKind.DIMENSION).details
    assert "between" not in details
    assert APART not in {
        attribute(one, "aria-label")
        for one in visit(town.team).open("surveys.show_units", wave_id=wave.id).tree.query(".scroll")
    }
