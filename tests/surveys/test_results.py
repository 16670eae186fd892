"""What a manager, a sponsor and the change team see of a wave on its pages."""

import subprocess
import sys

import pytest

from app.base.database import db
from app.config import ROOT
from app.surveys.models import Direction, WaveStatus
from app.surveys.queries.results import readiness_of
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.initiatives import make_initiative
from tests.support.surveys import AGREEMENT, ELEMENTS, REACTIONS, SEVEN, make_instrument, make_wave
from tests.surveys.town import node_of, rows_of

# --- the page ---------------------------------------------------------------------------------------------------------


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


# --- who sees what ----------------------------------------------------------------------------------------------------


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


# --- around -----------------------------------------------------------------------------------------------------------


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
