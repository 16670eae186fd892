"""What a manager, a sponsor, the change team and everybody asked see of a wave, on pages and in files."""

import csv
import io
import math
import subprocess
import sys
from datetime import timedelta
from statistics import NormalDist

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry, PersonalReading
from app.base.clock import now
from app.base.database import db
from app.config import ROOT
from app.documents.spreadsheets import CSV_TYPE
from app.jobs import worker
from app.surveys import doing
from app.surveys.doing import Deed
from app.surveys.findings import one_place, percent
from app.surveys.models import (
    Direction,
    FigureKind,
    Instrument,
    NodeKind,
    SurveyAnswer,
    SurveyFigure,
    SurveyNode,
    SurveyText,
    SurveyWave,
    TextState,
    WaveMode,
    WaveStatus,
)
from app.surveys.queries.results import readiness_of
from app.surveys.report_papers import print_report
from app.surveys.rules import statistics
from app.surveys.services.reports import facts_of
from app.surveys.services.texts import take_apart
from tests.support import pdf
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.html import attribute, within, words
from tests.support.initiatives import make_initiative
from tests.support.proposals import make_letterhead
from tests.support.remembering import remembered
from tests.support.surveys import (
    AGREEMENT,
    CAUSES,
    ELEMENTS,
    REACTIONS,
    SEVEN,
    causes,
    comment,
    drawn,
    make_instrument,
    make_wave,
)

PAPER = "%PDF-"


class Town:
    """A regency with three bidang: two large ones, one of three people who answered, and who looks at them."""

    def __init__(self):
        self.top = make_unit("Kabupaten Bungo")
        self.mutasi = make_unit("Bidang Mutasi", parent=self.top)
        self.promosi = make_unit("Bidang Promosi", parent=self.top)
        self.arsip = make_unit("Bidang Arsip", parent=self.top)
        post = make_position("Kepala Bidang Mutasi", unit=self.mutasi)
        self.head = make_employee("Hadi Kepala", position_id=post.id)
        self.team = make_employee("Tuti Tim", roles=[Role.CHANGE_TEAM])
        self.asked = make_employee("Dina Ditanya", position_id=make_position(unit=self.mutasi, above=post.id).id)
        self.instrument = make_instrument("Lima unsur", each=3, more=[causes(), comment()])

    def answers(self, people, means=(4.2, 2.3, 3.6, 3.6, 3.6), *, seed=1):
        spread = [mean for mean in means for _item in range(3)]
        return [[*row, [0] if place % 2 else [0, 1]] for place, row in enumerate(drawn(people, spread, seed=seed))]

    def wave(self, mutasi=40, promosi=31, arsip=3, **facts):
        given = {
            self.mutasi: self.answers(mutasi, seed=1),
            self.promosi: self.answers(promosi, seed=2),
            self.arsip: self.answers(arsip, seed=3),
        }
        people = {self.asked.employee_id: self.mutasi}
        defaults = {"title": "Gelombang 3", "people": people}
        return make_wave(self.top, [self.instrument], given, **defaults | facts)


@pytest.fixture
def town(bungo):
    return Town()


def node_of(wave, unit):
    statement = select(SurveyNode.id).where(SurveyNode.wave_id == wave.id, SurveyNode.unit_path == unit.path)
    return db.session.execute(statement).scalar_one()


def rows_of(page, label):
    """The cells of every row of the table in the region of this name."""
    (region,) = [one for one in page.tree.query(".scroll") if attribute(one, "aria-label") == label]
    return [[words(cell) for cell in within(row, "th", "td")] for row in within(region, "tr")]


def named(page, label):
    """Rows by what their first cell begins with."""
    return {row[0]: row for row in rows_of(page, label)[1:]}


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_headline_is_computed_from_the_answers(visit, town):
    wave = town.wave()
    page = visit(town.team).open("surveys.show_results", wave_id=wave.id)
    assert page.heading == "Pegawai paham perubahan ini, tetapi belum mau"
    assert "Kemauan adalah titik hambat." in page.text
    assert "74 dari 81 orang (91%) menjawab" in page.text
    assert "belum divalidasi" in page.text
    own = visit(town.head).open("surveys.show_results", wave_id=wave.id)
    assert own.heading == "Tim Anda paham perubahan ini, tetapi belum mau"


@pytest.mark.parametrize(
    ("means", "heading"),
    [
        ((2.0, 1.5, 2.0, 2.0, 2.0), "Pegawai belum paham mengapa perubahan ini perlu"),
        ((4.5, 4.4, 2.0, 1.5, 1.5), "Pegawai mau berubah, tetapi belum tahu caranya"),
        ((4.5, 4.4, 4.4, 2.0, 1.5), "Pegawai tahu caranya, tetapi belum sanggup menjalankannya"),
        ((4.5, 4.4, 4.4, 4.4, 2.0), "Pegawai sudah menjalankan perubahan ini, tetapi belum terjaga"),
        ((4.5, 4.4, 4.4, 4.4, 4.4), "Pegawai siap menghadapi perubahan ini"),
    ],
)
def test_each_barrier_has_its_sentence(visit, town, means, heading):
    wave = make_wave(town.top, [town.instrument], {town.mutasi: town.answers(40, means)})
    assert visit(town.team).open("surveys.show_results", wave_id=wave.id).heading == heading


@pytest.mark.parametrize(
    ("people", "heading"),
    [
        (0, "Belum ada yang menjawab"),
        (4, "Hasil gelombang ini tidak ditampilkan"),
        (5, "Penjawabnya masih terlalu sedikit untuk disimpulkan"),
    ],
)
def test_few_answers_say_why_there_is_no_finding(visit, town, people, heading):
    """And every page of the wave opens."""
    wave = make_wave(town.top, [town.instrument], {town.mutasi: town.answers(people)})
    page = visit(town.team).open("surveys.show_results", wave_id=wave.id)
    assert page.heading == heading
    assert "titik hambat. " not in page.text
    for part in ("show_units", "show_items", "show_wave_comparison", "list_comments", "show_downloads"):
        visit(town.team).open(f"surveys.{part}", wave_id=wave.id)


def test_a_small_unit_is_hidden_in_words_with_the_next_smallest(visit, town):
    wave = town.wave(promosi=8)
    page = visit(town.team).open("surveys.show_units", wave_id=wave.id)
    shut = "n kurang dari 5 atau bisa dihitung, tidak ditampilkan"
    rows = rows_of(page, "Peta kesiapan menurut unit")[1:]
    assert [row[0].removesuffix("tidak ditampilkan") for row in rows if row[1] == shut] == [
        "Bidang Arsip",
        "Bidang Promosi",
    ]
    assert "8 dari 10" not in page.text
    assert "3 dari 10" not in page.text


def test_units_stand_by_what_is_least_favourable_and_hidden_ones_by_name_at_the_end(visit, town):
    better = make_unit("Bidang Baik", parent=town.top)
    given = {
        better: town.answers(30, (5, 5, 5, 5, 5)),
        town.mutasi: town.answers(30, (1, 1, 1, 1, 1)),
        town.promosi: town.answers(3),
        town.arsip: town.answers(4),
    }
    wave = make_wave(town.top, [town.instrument], given)
    text = visit(town.team).open("surveys.show_units", wave_id=wave.id).text
    names = ("Bidang Mutasi", "Bidang Baik", "Bidang Arsip", "Bidang Promosi")
    places = [text.index(name) for name in names]
    assert places == sorted(places)


# --- who sees what -----------------------------------------------------------------------------------------------


def test_a_manager_sees_their_own_units_only(visit, town):
    wave = town.wave()
    browser = visit(town.head)
    assert "Bidang Promosi" not in browser.open("surveys.show_results", wave_id=wave.id).text
    assert "Bidang Promosi" not in browser.open("surveys.show_units", wave_id=wave.id).text
    browser.open("surveys.show_results", wave_id=wave.id, unit=node_of(wave, town.promosi), expect=404)
    browser.open("surveys.show_items", wave_id=wave.id, unit=node_of(wave, town.top), expect=404)
    browser.open("surveys.list_comments", wave_id=wave.id, expect=404)
    for name in ("download_results_csv", "download_analysis_csv"):
        assert "Bidang Promosi" not in visit(town.head).download(f"surveys.{name}", wave_id=wave.id).text


def test_a_manager_of_a_unit_too_small_for_a_group_finds_nothing(visit, town):
    section = make_unit("Seksi Kecil", parent=town.mutasi)
    post = make_position("Kepala Seksi", unit=section)
    head = make_employee("Siti Seksi", position_id=post.id)
    make_employee("Eko Staf", position_id=make_position(unit=section, above=post.id).id)
    wave = town.wave()
    visit(head).open("surveys.show_results", wave_id=wave.id, expect=404)
    page = visit(head).open("surveys.list_results")
    assert "Belum ada hasil" in page.text


def test_the_sponsor_sees_the_whole_without_any_other_right(visit, town):
    sponsor = make_employee("Bapak Sponsor")
    initiative = make_initiative(town.top)
    initiative.sponsor_id = sponsor.employee_id
    db.session.commit()
    wave = town.wave(initiative_id=initiative.id)
    other = town.wave(title="Gelombang lain")
    page = visit(sponsor).open("surveys.show_results", wave_id=wave.id)
    assert page.heading == "Pegawai paham perubahan ini, tetapi belum mau"
    assert "Bidang Promosi" in visit(sponsor).open("surveys.show_units", wave_id=wave.id).text
    visit(sponsor).open("surveys.show_results", wave_id=other.id, expect=403)


@pytest.mark.parametrize("status", [WaveStatus.OPEN, WaveStatus.CLOSING])
def test_nothing_is_read_before_a_wave_is_closed(visit, town, status):
    wave = town.wave()
    wave.status = status
    db.session.commit()
    visit(town.team).open("surveys.show_results", wave_id=wave.id, expect=404)
    assert "Gelombang 3" not in visit(town.team).open("surveys.list_results").text
    assert readiness_of(town.mutasi.path, 0) is None


def test_employees_do_not_read_results(visit, town):
    wave = town.wave()
    visit(town.asked).open("surveys.show_results", wave_id=wave.id, expect=403)
    visit(town.head).open("surveys.list_texts", wave_id=wave.id, expect=403)


# --- beside each other -------------------------------------------------------------------------------------------


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


def figure_of(wave, kind):
    """The first of a kind of everybody asked."""
    statement = select(SurveyFigure).join(SurveyNode, SurveyNode.id == SurveyFigure.node_id)
    statement = statement.where(SurveyNode.wave_id == wave.id, SurveyNode.kind == NodeKind.WHOLE)
    statement = statement.where(SurveyFigure.kind == kind).order_by(SurveyFigure.subject_id)
    return db.session.execute(statement.limit(1)).scalar_one()


def test_a_small_certain_change_of_a_share_is_no_direction(visit, town):
    """Everybody answered, so nothing is left to chance, but 50% to 55% is hardly a change."""
    low, high = [[3] * 15 + [[0]]] * 50 + [[2] * 15 + [[0]]] * 50, [[3] * 15 + [[0]]] * 55 + [[2] * 15 + [[0]]] * 45
    before = make_wave(town.top, [town.instrument], {town.mutasi: low})
    wave = make_wave(town.top, [town.instrument], {town.mutasi: high}, previous_id=before.id)
    row = named(visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id), POSITIVE)["Kemauan"]
    assert row == ["Kemauan", "tidak berbeda bermakna", "50%", "55%", "0,10", "< 0,001"]


POSITIVE = "Jawaban positif Lima unsur"


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


WHOLE = "Semua yang ditanya"


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


BY_UNIT = "Hasil menurut unit"


def score_of(wave, unit):
    statement = select(SurveyFigure).where(SurveyFigure.node_id == node_of(wave, unit))
    return db.session.execute(statement.where(SurveyFigure.kind == FigureKind.SCORE)).scalar_one()


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


APART = "Perbedaan antarunit Lima unsur"


def test_units_that_are_hidden_are_not_compared_with_others(visit, town):
    """A unit of three takes the next smallest with it, so one is left, and that differs from nothing."""
    wave = town.wave(arsip=3)
    details = figure_of(wave, FigureKind.DIMENSION).details
    assert "between" not in details
    assert APART not in {
        attribute(one, "aria-label")
        for one in visit(town.team).open("surveys.show_units", wave_id=wave.id).tree.query(".scroll")
    }


# --- free texts --------------------------------------------------------------------------------------------------


def test_texts_are_read_after_somebody_took_out_who_wrote_them(visit, town):
    said = [f"Komentar {n}" for n in range(9)] + ["Pak Anton 0812 3456 7890 tidak pernah rapat"]
    wave = town.wave(texts=said)
    assert "Belum ada komentar yang ditampilkan" in visit(town.team).open("surveys.list_comments", wave_id=wave.id).text
    browser = visit(town.team)
    key = db.session.execute(select(SurveyText.key).where(SurveyText.text.like("Pak Anton%"))).scalar_one()
    page = browser.open("surveys.list_texts", wave_id=wave.id)
    assert "Periksa: angka panjang" in page.text
    here = {"wave_id": wave.id, "key": key}
    refused = browser.post("surveys.create_text_showing", fields={"told": said[-1]}, **here)
    assert "Masih ada angka panjang" in browser.page(refused, expect=422).text
    told = browser.post("surveys.create_text_showing", fields={"told": "[…] tidak pernah rapat"}, **here)
    assert browser.page(told).notices == ["Komentar ditampilkan."]
    shown = visit(town.team).open("surveys.list_comments", wave_id=wave.id)
    assert "[…] tidak pernah rapat" in shown.text
    assert "Anton" not in shown.text
    assert "Komentar 3" not in shown.text
    kept = db.session.execute(select(SurveyText.state).where(SurveyText.key == key)).scalar_one()
    assert kept == TextState.SHOWN
    assert browser.post("surveys.create_text_withholding", **here).status_code == 303
    assert "rapat" not in visit(town.team).open("surveys.list_comments", wave_id=wave.id).text


def test_a_comment_is_remembered_nowhere_but_on_the_page(visit, town):
    wave = town.wave(texts=[f"Komentar {n} yang tak ada duanya" for n in range(12)])
    page = visit(town.team).open("surveys.list_texts", wave_id=wave.id)
    assert "Komentar 3 yang tak ada duanya" in page.text
    kept = remembered()
    assert "Tampilkan komentar ini" in kept
    assert "tak ada duanya" not in kept


def test_nine_texts_are_read_by_nobody(visit, town):
    wave = town.wave(texts=[f"Komentar {n}" for n in range(9)])
    assert "Komentar 1" not in visit(town.team).open("surveys.list_texts", wave_id=wave.id).text
    key = db.session.execute(select(SurveyText.key).limit(1)).scalar_one()
    forced = {"wave_id": wave.id, "key": key, "fields": {"told": "Terbaca"}}
    assert visit(town.team).post("surveys.create_text_showing", **forced).status_code == 404


def test_texts_keep_nothing_of_the_answer_they_came_with(town):
    wave = town.wave(texts=[f"Komentar {n}" for n in range(12)])
    assert {column.name for column in SurveyText.__table__.c} == {
        "key", "government_id", "wave_id", "item_id", "text", "told", "state",
    }  # fmt: skip
    rows = db.session.execute(select(SurveyText.text).order_by(SurveyText.key)).scalars().all()
    assert sorted(rows) == sorted(f"Komentar {n}" for n in range(12))
    assert not any(db.session.execute(select(SurveyAnswer.texts).where(SurveyAnswer.wave_id == wave.id)).scalars())
    assert take_apart(db.session.get_one(SurveyWave, wave.id)) == 0


# --- Anda bilang, kami lakukan -----------------------------------------------------------------------------------


@pytest.fixture
def deeds(monkeypatch):
    found = [
        Deed("Peta jabatan baru terbit", "Kepala Bidang", None, "Selesai", "good"),
        Deed("Urusan dalam", is_open=False),
    ]
    monkeypatch.setattr(doing, "_sources", [lambda _wave: found])
    return found


def test_everybody_asked_reads_what_was_found_and_what_is_done_once_it_is_shared(visit, town, deeds):
    wave = town.wave()
    assert "Belum ada yang dibagikan" in visit(town.asked).open("surveys.list_told").text
    visit(town.asked).open("surveys.show_told", wave_id=wave.id, expect=404)
    page = visit(town.team).open("surveys.show_sharing", wave_id=wave.id)
    page.press("Bagikan kepada semua yang ditanya", told="Peta jabatan terbit bulan ini.\nTPP tidak turun.")
    told = visit(town.asked).open("surveys.show_told", wave_id=wave.id)
    assert "Pegawai paham perubahan ini, tetapi belum mau" in told.text
    assert told.all("section[aria-labelledby=bilang] h3")[0] == "Lima unsur"
    assert "TPP tidak turun." in told.text
    assert "Peta jabatan baru terbit" in told.text
    assert "Urusan dalam" not in told.text
    assert "Bidang Promosi" not in told.text
    assert "Urusan dalam" in visit(town.team).open("surveys.show_results", wave_id=wave.id).text
    stranger = make_employee("Tidak Ditanya")
    visit(stranger).open("surveys.show_told", wave_id=wave.id, expect=404)
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("surveys.%"))).scalars().all()
    assert actions == ["surveys.wave.shared"]


def test_sharing_without_words_keeps_the_page_and_an_old_version_is_told(visit, town):
    wave = town.wave()
    browser = visit(town.team)
    page = browser.open("surveys.show_sharing", wave_id=wave.id)
    assert page.press("Bagikan kepada semua yang ditanya", told="", expect=422).heading == "Anda bilang, kami lakukan"
    row = db.session.get_one(SurveyWave, wave.id)
    row.version += 1
    db.session.commit()
    late = page.press("Bagikan kepada semua yang ditanya", told="Kata-kata saya", expect=409)
    assert "Kata-kata saya" in late.source
    assert db.session.get_one(SurveyWave, wave.id).shared_at is None


def test_what_was_shared_can_be_taken_back(visit, town):
    wave = town.wave(shared_at=now() - timedelta(days=1), told="Kami dengar.")
    assert "Kami dengar." in visit(town.asked).open("surveys.show_told", wave_id=wave.id).text
    visit(town.team).open("surveys.show_sharing", wave_id=wave.id).press("Tarik kembali")
    visit(town.asked).open("surveys.show_told", wave_id=wave.id, expect=404)


# --- files -------------------------------------------------------------------------------------------------------


def lines_of(answer, delimiter=","):
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=delimiter))


def test_files_tell_what_the_pages_tell(visit, town):
    wave = town.wave(promosi=8)
    answer = visit(town.team).download("surveys.download_results_csv", wave_id=wave.id)
    assert answer.headers["Content-Type"] == CSV_TYPE
    rows = lines_of(answer, ";")
    assert {row["Keterangan"] for row in rows if row["Unit"] in {"Bidang Arsip", "Bidang Promosi"}} == {
        "tidak ditampilkan"
    }
    whole = [row for row in rows if row["Unit"] == "Semua yang ditanya"]
    desire = next(row for row in whole if row["Bagian"] == "Dimensi" and row["Kode"] == "desire")
    assert desire["n"] == "51"
    assert [row["Isi"] for row in whole if row["Kode"] == "SEBAB"] == CAUSES
    book = visit(town.team).download("surveys.download_results_xlsx", wave_id=wave.id)
    assert book.data.startswith(b"PK")


def test_analysts_get_one_line_for_each_unit_with_labels_beside(visit, town):
    wave = town.wave(promosi=8)
    rows = {
        row["UNIT"]: row
        for row in lines_of(visit(town.team).download("surveys.download_analysis_csv", wave_id=wave.id))
    }
    assert rows["Bidang Mutasi"]["JAWAB"] == "40"
    assert {rows["Bidang Arsip"][name] for name in ("JAWAB", "DITANYA", "D01_N", "D01_M", "B001_P")} == {""}
    assert rows["Bidang Promosi"]["TAMPIL"] == "0"
    syntax = visit(town.team).download("surveys.download_analysis_syntax", wave_id=wave.id).text
    assert "D02_M 'Rata-rata: Kemauan'" in syntax
    assert f"analisis-survei-{wave.id}.csv" in syntax


def test_answers_of_an_anonymous_wave_cannot_be_had_by_person(visit, town):
    wave = town.wave()
    visit(town.team).open("surveys.download_named_csv", wave_id=wave.id, expect=404)
    assert "per orang tidak bisa diunduh" in visit(town.team).open("surveys.show_downloads", wave_id=wave.id).text


def test_answers_of_a_named_wave_are_read_by_the_change_team_and_noted(visit, town):
    people = [make_employee(f"Pegawai {n}") for n in range(12)]
    given = {town.mutasi: town.answers(12)}
    who = {one.employee_id: town.mutasi for one in people}
    wave = make_wave(town.top, [town.instrument], given, mode=WaveMode.NAMED, people=who)
    visit(town.head).open("surveys.download_named_csv", wave_id=wave.id, expect=403)
    rows = lines_of(visit(town.team).download("surveys.download_named_csv", wave_id=wave.id))
    assert {row["NIP"] for row in rows} == {one.nip for one in people}
    assert {row["B016_1"] for row in rows} == {"1"}
    readings = db.session.execute(select(PersonalReading.employee_id)).scalars().all()
    assert sorted(readings) == sorted(one.employee_id for one in people)
    assert "surveys.answers.exported" in db.session.execute(select(AuditEntry.action)).scalars().all()
    labels = visit(town.team).download("surveys.download_named_syntax", wave_id=wave.id).text
    assert "5 'Sangat setuju'" in labels
    assert visit(town.team).open("surveys.show_results", wave_id=wave.id).heading.startswith("Pegawai paham")


def test_the_report_is_printed_on_the_letterhead_by_the_worker(visit, town, app):
    make_letterhead(town.top)
    wave = town.wave()
    page = visit(town.team).open("surveys.show_downloads", wave_id=wave.id)
    page.press("Cetak laporan")
    worker.work_off()
    answer = visit(town.team).download("surveys.download_result_report", wave_id=wave.id)
    assert answer.data.startswith(PAPER.encode())
    visit(town.head).open("surveys.download_result_report", wave_id=wave.id, expect=404)


def test_the_report_compares_what_the_page_compares(visit, town):
    """Every line of the page's tables stands in it, hidden ones in words, and units with how they changed."""
    before = town.wave(title="Gelombang 2")
    given = {
        town.mutasi: town.answers(40, (4.6, 4.3, 4.3, 4.3, 4.3), seed=5),
        town.promosi: [[*row[:-1], [2]] for row in town.answers(31, seed=2)],
        town.arsip: town.answers(3, seed=3),
    }
    wave = make_wave(town.top, [town.instrument], given, previous_id=before.id)
    facts = facts_of(wave)
    printed = pdf.text(print_report(facts, None))
    page = visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id)
    lines = [row for one in page.tree.query(".scroll") for row in rows_of(page, attribute(one, "aria-label"))[1:]]
    assert len(lines) == 2 * len(ELEMENTS) + len(CAUSES) + len(ELEMENTS) + 1
    for name, turn, *figures in lines:
        assert f"{name} {' '.join(figures[:2])} {turn} {' '.join(figures[2:])}" in printed
    score = score_of(wave, town.mutasi).mean
    difference = one_place(score - score_of(before, town.mutasi).mean)
    assert (
        f"Bidang Mutasi 40 dari 40 {percent(facts.units[0].favourable, 40)} {one_place(score)} naik {difference}"
        in printed
    )
    assert "Bidang Promosi tidak ditampilkan – – –" in printed
    assert "Bidang Arsip tidak ditampilkan – – –" in printed


def test_the_report_tells_whether_units_differ(town):
    given = {
        town.mutasi: town.answers(40, (4.4, 2.0, 3.5, 3.5, 3.5), seed=1),
        town.promosi: town.answers(40, (4.4, 4.4, 3.5, 3.5, 3.5), seed=2),
    }
    printed = pdf.text(print_report(facts_of(make_wave(town.top, [town.instrument], given)), None))
    assert "Kemauan 2 unitnya berbeda < 0,001" in printed
    assert "Dibanding" not in printed


# --- around ------------------------------------------------------------------------------------------------------


def test_an_initiative_shows_what_was_found_about_it(visit, town):
    initiative = make_initiative(town.top)
    empty = visit(town.team).open("surveys.show_readiness_of_initiative", initiative_id=initiative.id)
    assert "Belum ada hasil survei" in empty.text
    wave = town.wave(initiative_id=initiative.id)
    assert wave.title in visit(town.team).open("surveys.show_readiness_of_initiative", initiative_id=initiative.id).text
    summary = visit(town.team).open("initiatives.show_initiative", initiative_id=initiative.id)
    assert "Pegawai paham perubahan ini, tetapi belum mau" in summary.text
    found = readiness_of(town.mutasi.path, initiative.id)
    assert {cell.n for cell in found.unit.values()} == {40}
    assert {cell.n for cell in found.whole.values()} == {74}
    assert not any(cell.is_shown for cell in readiness_of(town.arsip.path, initiative.id).unit.values())


@pytest.mark.parametrize("page", ["list_results", "show_units"])
def test_lists_ask_the_same_however_long_they_are(visit, town, queries, page):
    few = make_wave(town.top, [town.instrument], {town.mutasi: town.answers(20), town.promosi: town.answers(20)})
    args = {} if page == "list_results" else {"wave_id": few.id}
    browser = visit(town.team)
    browser.open(f"surveys.{page}", **args)
    with queries() as one:
        browser.open(f"surveys.{page}", **args)
    many = make_wave(
        town.top,
        [town.instrument],
        {make_unit(f"Bidang {n}", parent=town.top): town.answers(12, seed=n) for n in range(6)},
    )
    for _more in range(2) if page == "list_results" else ():
        town.wave()
    args = {} if page == "list_results" else {"wave_id": many.id}
    with queries() as three:
        browser.open(f"surveys.{page}", **args)
    assert len(three) == len(one)


def test_both_instruments_give_segments_and_a_resistance_that_is_read_the_other_way(visit, town):
    against = make_instrument("Reaksi", REACTIONS, direction=Direction.HIGH_IS_BAD, options=SEVEN)
    ready = make_instrument("Denyut", ELEMENTS, options=AGREEMENT)
    rows = [[4, 4, 4, 4, 4, 0, 0, 1], [1, 0, 1, 1, 1, 5, 6, 6]] * 15
    wave = make_wave(town.top, [ready, against], {town.mutasi: rows, town.promosi: rows})
    page = visit(town.team).open("surveys.show_results", wave_id=wave.id)
    segments = {row[0]: row[1] for row in rows_of(page, "Sikap terhadap perubahan")[1:]}
    nobody = dict.fromkeys(("Siap, tetapi cemas", "Belum yakin", "Menunggu"), "0%")
    assert segments == {"Mendukung": "50%", "Menentang terbuka": "50%"} | nobody
    assert "Pendapat terbelah" in page.text
    assert "nilai tinggi berarti keberatan" in page.text


@pytest.mark.parametrize("asked", ["abc", "-1", "99999999999999999999999"])
def test_nonsense_in_the_address_is_not_found_or_ignored(visit, town, asked):
    wave = town.wave()
    page = visit(town.team)
    expected = 404 if asked.isdecimal() and len(asked) < 19 else 200
    page.open("surveys.show_results", wave_id=wave.id, unit=asked, expect=expected)
    page.open("surveys.show_units", wave_id=wave.id, mulai=asked, instrumen=asked)
    page.open("surveys.list_results", sebelum=asked)


def test_the_web_process_never_loads_the_libraries_of_figures():
    code = (
        "import sys; from app.factory import create_app; import app.surveys.views, app.surveys.jobs\n"
        "found = {name.partition('.')[0] for name in sys.modules} & {'numpy', 'scipy', 'pandas'}\n"
        "assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
