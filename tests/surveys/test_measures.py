"""What surveys are read by: bands as dated editions, and when an instrument is called steady."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.surveys.models import SurveyMeasures, SurveyWave, WaveStatus
from app.surveys.queries import measures as editions
from app.surveys.queries.standings import standings
from app.surveys.rules import measures as rules
from app.surveys.rules.measures import SHIPPED, Band, Facts, Measures
from app.surveys.rules.standing import Wave, standing
from app.surveys.services import closing, measures
from tests.support.builders import make_employee, make_unit
from tests.support.html import attribute
from tests.support.surveys import drawn, make_instrument, make_wave

DAY = date(2026, 11, 30)


def bands(*rows):
    return tuple(Band(name, Decimal(low), Decimal(high)) for name, low, high in rows)


TWO = bands(("belum", "1", "3.49"), ("siap", "3.50", "5"))


# --- bands ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "name"),
    [(1, "rendah"), (2.99, "rendah"), (2.994, "rendah"), (2.995, "sedang"), (3.0, "sedang"), (3.74, "sedang"),
     (3.745, "tinggi"), (3.75, "tinggi"), (5, "tinggi")],
)  # fmt: skip
def test_every_mean_lies_in_one_band_once_it_is_rounded(mean, name):
    assert SHIPPED.band(mean, 1, 5) == name


def test_bands_of_other_scales_lie_at_the_same_places():
    assert SHIPPED.band(50, 0, 100) == "sedang"
    assert SHIPPED.band(49.7, 0, 100) == "rendah"
    assert SHIPPED.band(4, 1, 7) == "sedang"
    assert Measures(TWO).band(62.4, 0, 100) == "siap"


def test_bands_that_meet_are_kept_in_order():
    assert rules.ensure_cover(TWO[::-1]) == list(TWO)
    assert rules.ensure_cover(SHIPPED.bands) == list(SHIPPED.bands)
    assert rules.from_content(rules.to_content(TWO)) == TWO


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((("rendah", "1", "2.90"), ("tinggi", "3", "5")),
         "Ada celah antara «rendah» (sampai 2,90) dan «tinggi» (dari 3,00). Mulai «tinggi» dari 2,91."),
        ((("rendah", "1", "3"), ("tinggi", "3", "5")),
         "«rendah» dan «tinggi» bertumpuk di nilai 3,00. Sebuah nilai hanya boleh masuk satu rentang."),
        ((("rendah", "1.10", "3"), ("tinggi", "3.01", "5")),
         "Ada celah: nilai 1,00 tidak masuk rentang mana pun. Mulai «rendah» dari 1,00."),
        ((("rendah", "1", "3"), ("tinggi", "3.01", "4.99")),
         "Ada celah: nilai 5,00 tidak masuk rentang mana pun. Akhiri «tinggi» sampai 5,00."),
        ((("rendah", "1", "3"), ("tinggi", "3.01", "6")), "Batas rentang antara 1,00 dan 5,00."),
        ((("rendah", "1", "3"), ("Rendah", "3.01", "5")), "Dua rentang bernama sama. Beri nama yang berbeda."),
        ((("rendah", "1", "3"), ("", "3.01", "5")), "Setiap rentang perlu nama."),
        ((("rendah", "1", "3"), ("kosong", "4", "3.5"), ("tinggi", "3.01", "5")),
         "Rentang «kosong» tidak memuat satu nilai pun. Periksa batas bawah dan atasnya."),
        ((("semua", "1", "5"),), "Isi paling sedikit dua rentang."),
    ],
)  # fmt: skip
def test_holes_and_overlaps_are_refused_in_words(rows, sentence):
    with pytest.raises(rules.BadMeasures) as refusal:
        rules.ensure_cover(bands(*rows))
    assert refusal.value.message == sentence


# --- editions ------------------------------------------------------------------------------------------------------


def facts(day, **more):
    return Facts(
        **{
            "valid_from": day, "source": "Notula", "bands": TWO, "least_people": 40, "least_alpha": Decimal("0.80"),
            "least_item_rest": Decimal("0.20"),
        }
        | more
    )  # fmt: skip


def test_the_latest_that_began_holds_and_the_shipped_one_before(bungo):
    assert editions.on(DAY) == SHIPPED
    measures.enter(facts(DAY), today=DAY, by=SYSTEM)
    measures.enter(facts(DAY + timedelta(days=10), source="Kedua"), today=DAY, by=SYSTEM)
    db.session.commit()
    found = [editions.on(DAY + timedelta(days=days)) for days in (-1, 0, 9, 10)]
    assert [one.number for one in found] == [0, 1, 1, 2]
    assert (found[1].bands, found[1].least_alpha, found[1].least_item_rest) == (TWO, Decimal("0.80"), Decimal("0.20"))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (DAY - timedelta(days=1), "Edisi baru berlaku mulai hari ini atau sesudahnya."),
        (DAY, "Edisi terakhir sudah berlaku mulai"),
    ],
)
def test_an_edition_begins_after_the_last_and_never_in_the_past(bungo, day, sentence):
    measures.enter(facts(DAY), today=DAY, by=SYSTEM)
    with pytest.raises(rules.BadMeasures, match=sentence):
        measures.enter(facts(day), today=DAY, by=SYSTEM)


@pytest.fixture
def team(bungo):
    return make_employee("Tuti Tim", roles=[Role.CHANGE_TEAM])


REACTION = {"support": "Dukungan"}


def test_a_closed_wave_keeps_the_edition_it_was_closed_under(visit, bungo, team):
    """The mean is 3.4: "sedang" as shipped, "belum" by the new edition, which the closed wave never hears of."""
    top = make_unit("Kabupaten")
    version = make_instrument("Denyut", REACTION, each=2)
    answers = {top: [[2, 2]] * 12 + [[3, 3]] * 8}
    old = make_wave(top, [version], answers)
    day = today("Asia/Jakarta")
    measures.enter(facts(day), today=day, by=SYSTEM)
    db.session.commit()
    new = make_wave(top, [version], answers, status=WaveStatus.CLOSING, closed_at=None)
    closing.close({"wave_id": new.id}, lambda _done, _total: None)
    assert db.session.get_one(SurveyWave, old.id).measures_id is None
    assert editions.measures_of(db.session.get_one(SurveyWave, new.id).measures_id).number == 1
    headings = [visit(team).open("surveys.show_results", wave_id=one.id).heading for one in (old, new)]
    assert headings == ["Kesiapan pegawai sedang", "Kesiapan pegawai belum"]
    assert (
        "Ambang internal: belum 1,00–3,49, siap 3,50–5,00"
        in visit(team).open("surveys.show_results", wave_id=new.id).text
    )


def fields(**more):
    rows = {"name-0": "belum", "lower-0": "1", "upper-0": "3,49", "name-1": "siap", "lower-1": "3,5", "upper-1": "5"}
    rest = {
        "valid_from": today("Asia/Jakarta").isoformat(), "source": "Notula rapat", "least_people": "40",
        "least_alpha": "0,8", "least_item_rest": "0,2",
    }  # fmt: skip
    return rows | rest | more


def test_an_officer_enters_an_edition_and_the_list_tells_it(visit, team):
    browser = visit(team)
    browser.open("surveys.show_measures_form")
    answer = browser.post("surveys.create_measures", fields=fields())
    page = browser.page(answer)
    assert page.notices == ["Edisi baru tersimpan."]
    assert "belum 1,00–3,49, siap 3,50–5,00" in page.text
    assert "40 penjawab, alfa 0,80, korelasi butir 0,20" in page.text
    kept = db.session.execute(select(SurveyMeasures)).scalar_one()
    assert (kept.number, kept.source) == (1, "Notula rapat")
    actions = db.session.execute(select(AuditEntry.action)).scalars().all()
    assert actions.count("surveys.measures.entered") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"upper-0": "3,40"}, "Ada celah antara «belum» (sampai 3,40) dan «siap» (dari 3,50)."),
        ({"upper-0": "tiga"}, "Batas rentang «belum» bukan angka."),
        ({"valid_from": "2020-01-01"}, "Edisi baru berlaku mulai hari ini atau sesudahnya."),
        ({"valid_from": ""}, "Pilih tanggalnya."),
        ({"least_alpha": "1,2"}, "Isi angka antara 0 dan 1"),
        ({"least_people": "2"}, "Paling sedikit 3 orang."),
        ({"least_people": "banyak"}, "Isi angka bulat"),
        ({"source": ""}, "Tulis dasarnya"),
    ],
)
def test_an_edition_that_cannot_be_comes_back_as_typed(visit, team, typed, sentence):
    browser = visit(team)
    page = browser.page(browser.post("surveys.create_measures", fields=fields(**typed)), expect=422)
    assert sentence in page.text
    (field,) = page.tree.query('input[name="name-1"]')
    assert attribute(field, "value") == "siap"
    assert db.session.execute(select(func.count(SurveyMeasures.id))).scalar_one() == 0


def test_other_governments_keep_their_own_editions(visit, team, joko, batanghari):
    measures.enter(facts(DAY, source="Rahasia Bungo"), today=DAY, by=SYSTEM)
    db.session.commit()
    visit(joko).open("surveys.list_measures", expect=403)
    with scope.within(batanghari.id):
        other = make_employee("Lain Tim", roles=[Role.CHANGE_TEAM])
    assert "Rahasia Bungo" not in visit(other).open("surveys.list_measures").text


# --- steadiness ----------------------------------------------------------------------------------------------------


def alpha(people=40, value=0.8, rest=(0.5, 0.6)):
    return {"people": people, "alpha": value, "low": value - 0.1, "high": value + 0.1, "item_rest": list(rest)}


DIMENSION = (1, "Kemauan", 3)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (alpha(), ()),
        (alpha(30, 0.70, (0.30, 0.31)), ()),
        (alpha(29), ("baru 29 orang menjawab semua butirnya, perlu 30",)),
        (alpha(value=0.69), ("alfa di bawah 0,70",)),
        (alpha(value=-0.4, rest=(-0.2, 0.5)),
         ("alfa di bawah 0,70", "ada butir yang korelasinya dengan butir lain di bawah 0,30")),
        (alpha(rest=(0.5, None)), ("ada butir yang korelasinya dengan butir lain di bawah 0,30",)),
        (None, ("belum bisa dihitung",)),
    ],
)  # fmt: skip
def test_a_dimension_is_steady_or_says_what_is_missing(given, faults):
    found = standing([DIMENSION], [Wave(SHIPPED, {1: given} if given else {})], SHIPPED)
    assert (found.is_steady, found.dimensions[0].faults) == (not faults, faults)


def test_one_unsteady_dimension_keeps_the_whole_from_being_called_steady():
    waves = [Wave(SHIPPED, {1: alpha(), 2: alpha(value=0.5)})]
    assert not standing([DIMENSION, (2, "Pengetahuan", 2)], waves, SHIPPED).is_steady


def test_the_latest_wave_with_enough_people_decides():
    """A later wave that few answered neither proves nor disproves; one that many answered does."""
    good, few, bad = ({1: alpha()}, {1: alpha(9, 0.1)}, {1: alpha(50, 0.4)})
    assert standing([DIMENSION], [Wave(SHIPPED, few), Wave(SHIPPED, good)], SHIPPED).is_steady
    assert not standing([DIMENSION], [Wave(SHIPPED, bad), Wave(SHIPPED, good)], SHIPPED).is_steady


def test_each_wave_is_judged_by_its_own_edition():
    strict = Measures(TWO, least_people=100, number=1)
    found = standing([DIMENSION], [Wave(strict, {1: alpha(40)})], SHIPPED)
    assert found.dimensions[0].faults == ("baru 40 orang menjawab semua butirnya, perlu 100",)
    assert standing([DIMENSION], [Wave(SHIPPED, {1: alpha(40)})], strict).is_steady


def test_without_data_or_items_the_reason_is_told():
    assert standing([DIMENSION], [], SHIPPED).missing == "Belum ada gelombang dengan versi ini yang ditutup."
    assert standing([(1, "Kemauan", 1)], [Wave(SHIPPED, {})], SHIPPED).missing.startswith(
        "Setiap dimensinya hanya satu"
    )


def consistent(people):
    """Answers in which the items of a dimension go together: each person's level with a little noise."""
    levels = drawn(people, [3.0], seed=4)
    noise = drawn(people, [3.0] * 15, seed=5)
    return [
        [min(max(level[0] + (1 if one > 3 else 0), 0), 4) for one in row]
        for level, row in zip(levels, noise, strict=True)
    ]


def test_the_label_changes_with_the_data_of_closed_waves_and_back(visit, bungo, team):
    top = make_unit("Kabupaten")
    version = make_instrument("Lima unsur", each=3)
    page = visit(team).open("surveys.show_instrument", instrument_id=version.instrument_id)
    assert "Belum divalidasi" in page.text
    assert "Belum ada gelombang dengan versi ini yang ditutup." in page.text
    wave = make_wave(top, [version], {top: consistent(60)})
    day = today("Asia/Jakarta")
    assert standings([version.id], day)[version.id].is_steady
    page = visit(team).open("surveys.show_instrument", instrument_id=version.instrument_id)
    assert "Ajek menurut data sendiri" in page.text
    assert "Belum divalidasi" not in page.text
    results = visit(team).open("surveys.show_results", wave_id=wave.id)
    assert "ajek menurut data sendiri: Kesadaran alfa" in results.text
    make_wave(top, [version], {top: drawn(60, [3.0] * 15, seed=9)})
    assert not standings([version.id], day)[version.id].is_steady
    page = visit(team).open("surveys.show_instrument", instrument_id=version.instrument_id)
    assert "Belum divalidasi" in page.text
    assert "alfa di bawah 0,70" in page.text


def test_a_wave_that_is_not_closed_or_hidden_proves_nothing(bungo):
    top = make_unit("Kabupaten")
    version = make_instrument("Lima unsur", each=3)
    wave = make_wave(top, [version], {top: consistent(60)}, status=WaveStatus.CLOSING)
    day = today("Asia/Jakarta")
    assert standings([version.id], day)[version.id].missing.startswith("Belum ada gelombang")
    wave.status = WaveStatus.CLOSED
    db.session.commit()
    assert standings([version.id], day)[version.id].is_steady
    small = make_instrument("Kecil", each=3)
    make_wave(top, [small], {top: consistent(4)})
    found = standings([small.id], day)[small.id]
    assert {one.faults for one in found.dimensions} == {("belum bisa dihitung",)}


def test_standings_ask_the_same_for_one_and_for_three(bungo, queries):
    top = make_unit("Kabupaten")
    versions = [make_instrument(f"Instrumen ke-{n}", each=2) for n in range(3)]
    for version in versions:
        make_wave(top, [version], {top: drawn(12, [3.0] * 10)})
    counts = []
    for some in (versions[:1], versions):
        with queries() as asked:
            standings([one.id for one in some], DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
