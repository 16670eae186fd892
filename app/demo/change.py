"""How the change at Budi's dinas is run: stages, team, views, stakeholders, causes, risks, indicators; and another one.

Nothing is drawn: every line stands written here, so that whatever else is drawn stays as it is.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.base.database import db
from app.demo import cast
from app.initiatives.facts import Impact, InitiativeFacts, MemberFacts, StageDays, StageFacts
from app.initiatives.models import (
    Cause,
    Decision,
    Direction,
    ImpactKind,
    Indicator,
    Initiative,
    MemberRole,
    Message,
    Risk,
    RiskState,
    Stakeholder,
    StakeholderKind,
)
from app.initiatives.queries import initiatives, load, stages
from app.initiatives.queries import unit_views as led
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import affecting, entries, team, unit_views
from app.initiatives.services import initiatives as changes
from app.initiatives.services import stages as staging
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.training.services.moments import local_today

# Days from today: planned from, planned until, really from, really until; of the stages in their order.
_STAGES: tuple[tuple[int | None, int | None, int | None, int | None], ...] = (
    (-150, -120, -150, -118),
    (-120, -105, -118, -104),
    (-105, -80, -103, -76),
    (-80, -55, -76, -52),
    (-55, -25, -52, -20),
    (-25, -5, -20, None),
    (-5, 25, None, None),
    (-20, 30, -18, None),
    (25, 45, None, None),
    (45, 75, None, None),
    (60, 150, None, None),
    (150, 180, None, None),
)
_PASSED = 5
# The second change goes its own way: name, what must hold to go on, and its days as above.
_SECOND_STAGES = (
    ("Uji coba di dua bidang", "Dua bidang memakai aplikasi dua minggu tanpa surat tertinggal.", (-20, -6, -20, -5)),
    ("Pelatihan pengelola surat", "Setiap bidang punya dua orang yang bisa memakainya.", (-5, 7, -4, None)),
    ("Semua bidang memakai aplikasi", "Surat keluar dari semua bidang lewat aplikasi.", (9, 60, None, None)),
    ("Evaluasi", "Lama surat di meja diukur dan dibandingkan dengan sebelumnya.", (90, 120, None, None)),
)
_STAKEHOLDERS: tuple[tuple[StakeholderKind, str, int, int, int, int, str], ...] = (
    (
        StakeholderKind.GROUP,
        "Pejabat pengawas yang disetarakan",
        3,
        5,
        -1,
        1,
        "Kepastian penghasilan dan angka kredit.",
    ),
    (StakeholderKind.OFFICIAL, "Sekretaris Daerah", 5, 3, 2, 2, "Selesai sebelum tahun anggaran baru."),
    (StakeholderKind.OFFICIAL, "Kepala Dinas Tenaga Kerja dan Transmigrasi", 5, 5, 1, 2, "Layanan tidak terganggu."),
    (StakeholderKind.GROUP, "Petugas loket", 2, 4, 0, 1, "Siapa yang memutuskan kalau ada pengecualian."),
    (StakeholderKind.GROUP, "Pencari kerja dan perusahaan", 2, 3, 0, 0, "Jam layanan dan syarat tetap."),
    (StakeholderKind.OFFICIAL, "Kepala Badan Pengelolaan Keuangan", 4, 2, 0, 1, "Pos anggaran tunjangan."),
)
_CAUSES: tuple[tuple[str, str, str], ...] = (
    ("loss_of_position", "", "Paling sering ditanyakan pada sosialisasi putaran pertama."),
    ("unclear_reason", "", "Belum semua membaca lembar penjelasan."),
    ("", "Pembagian tugas tim kerja belum tertulis", "Dari rapat staf bidang."),
)
_RISKS: tuple[tuple[str, int, int, str, RiskState], ...] = (
    (
        "Pelantikan mundur karena persetujuan penyetaraan belum terbit",
        4,
        4,
        "Berkas dikirim lebih awal, dan kemajuannya dilaporkan setiap Senin.",
        RiskState.OPEN,
    ),
    (
        "Layanan loket melambat pada minggu pertama tim kerja",
        3,
        4,
        "Jadwal piket pendamping dan satu petugas cadangan.",
        RiskState.HANDLED,
    ),
    ("Tunjangan fungsional belum dianggarkan", 2, 5, "Masuk perubahan DPA bulan ini.", RiskState.OPEN),
    ("Arsip bidang tercecer saat serah terima", 2, 2, "Daftar arsip ditandatangani dua pihak.", RiskState.OPEN),
)
_MESSAGES: tuple[tuple[int, str, str, str, str, bool], ...] = (
    (-28, "Semua pegawai dinas", "Yang berubah, yang tetap, dan sejak kapan.", "Apel pagi", "Kepala dinas", True),
    (-12, "Pejabat pengawas", "Hitungan penghasilan sesudah disetarakan, orang per orang.", "Pertemuan empat mata",
     "Kepala bidang masing-masing", True),
    (-2, "Petugas loket", "Siapa ketua tim kerja, dan siapa yang memutuskan pengecualian.", "Rapat bidang",
     "Agen perubahan", False),
    (20, "Pencari kerja dan perusahaan", "Loket dan jam layanan tetap.", "Papan pengumuman dan media sosial",
     "Sekretariat dinas", False),
)  # fmt: skip
_DECISIONS: tuple[tuple[int, str, str, str], ...] = (
    (
        -78,
        "Rapat tim penataan",
        "Bidang tetap tiga; jabatan pengawas disetarakan menjadi jabatan fungsional.",
        "Beban kerja ketiga bidang masih di atas batas penggabungan menurut ABK.",
    ),
    (
        -21,
        "Sekretaris Daerah",
        "Sosialisasi diadakan dua putaran, dan pelantikan tidak mendahului putaran kedua.",
        "Pegawai yang terdampak perlu mendengar sendiri sebelum jabatannya berubah.",
    ),
)


def act(actors: Mapping[str, Actor]) -> None:
    """Nothing where there is no change to run."""
    found = db.session.execute(select(Initiative).order_by(Initiative.id).limit(1)).scalar_one_or_none()
    if found is None:
        return
    day, page = local_today(), initiatives.page(initiatives.WHOLE, found.id)
    sari, rina = actors[cast.SARI.key], actors[cast.RINA.key]
    own = organisation.person(rina.employee_id or 0, day).unit_id or 0
    _team(page, actors, own, day)
    _stages(page, day, by=sari)
    _view(page, rina, own, day)
    _notes(page, own, day, by=sari)
    _indicators(page, day, sari)
    _second(page, actors, day)


def _team(page: InitiativePage, actors: Mapping[str, Actor], own: int, day: date) -> None:
    joined = day - timedelta(days=30)
    lead = MemberFacts(actors[cast.SARI.key].employee_id or 0, MemberRole.LEAD, joined)
    member = MemberFacts(actors[cast.NADIA.key].employee_id or 0, MemberRole.MEMBER, joined)
    agent = MemberFacts(actors[cast.DEWI.key].employee_id or 0, MemberRole.AGENT, joined, own, "Penghubung")
    for facts in (lead, member, agent):
        team.add(page, facts, by=SYSTEM)


def _stages(page: InitiativePage, day: date, *, by: Actor) -> None:
    """The first are passed, one waits, one is late, and the others lie ahead."""

    for place, (stage, span) in enumerate(zip(stages.stages(page.initiative.id), _STAGES, strict=False)):
        days = _days(day, span)
        stage.starts_on, stage.ends_on, stage.began_on = days.starts_on, days.ends_on, days.began_on
        if place < _PASSED and days.ended_on:
            for row in stages.papers(stage.id)[: 1 + place % 2]:
                title = row.StagePaper.title
                link = f"https://jdih.bungo.penata.example/dokumen/{stage.id}-{row.StagePaper.id}"
                staging.keep_address(page, stage, link, title=title, is_shared=place in (2, 4), by=by)
            note = "Berkas lainnya menyusul; disepakati dalam rapat tim."
            staging.pass_gate(page, stage, note, days.ended_on, day=day, by=by)
    db.session.flush()


def _days(day: date, span: tuple[int | None, ...]) -> StageDays:
    return StageDays(*(None if one is None else day + timedelta(days=one) for one in span))


def _view(page: InitiativePage, rina: Actor, own: int, day: date) -> None:
    said = Impact(ImpactKind.DUTIES, 2, "Yang berat bukan jabatannya, melainkan pembagian tugas baru di loket.")
    if own in dict(led.led_by(page.initiative.id, rina.employee_id, day - timedelta(days=4))):
        unit_views.say(page, own, said, day=day - timedelta(days=4), by=rina)


def _notes(page: InitiativePage, own: int, day: date, *, by: Actor) -> None:
    for kind, name, influence, impact, stance, wanted, note in _STAKEHOLDERS:
        facts = {"kind": kind, "name": name, "influence": influence, "impact": impact, "note": note}
        entries.add(page, Stakeholder, facts | {"stance": stance, "wanted": wanted}, by=by)
    many = load.people_in(own, day) >= 5
    for place, (code, words, note) in enumerate(_CAUSES):
        unit_id = own if many and place < 2 else page.unit.id
        cause: dict[str, Any] = {"unit_id": unit_id, "code": code, "own_words": words, "note": note}
        entries.add(page, Cause, cause | {"noted_on": day - timedelta(days=5 - place)}, by=by)
    for what, likelihood, grave, mitigation, state in _RISKS:
        risk = {"what": what, "likelihood": likelihood, "impact": grave, "mitigation": mitigation, "state": state}
        entries.add(page, Risk, risk | {"owner_id": by.employee_id}, by=by)
    for days, audience, what, channel, told_by, is_told in _MESSAGES:
        due = day + timedelta(days=days)
        message = {"audience": audience, "what": what, "channel": channel, "told_by": told_by, "due_on": due}
        entries.add(page, Message, message | {"told_on": due if is_told else None}, by=by)
    for days, decided_by, what, why in _DECISIONS:
        decision = {"decided_on": day + timedelta(days=days), "decided_by": decided_by, "what": what, "why": why}
        entries.add(page, Decision, decision, by=by)


def _indicators(page: InitiativePage, day: date, by: Actor) -> None:
    first = _month(day, -12)
    slow = _indicator(page, by, ("Waktu layanan kartu pencari kerja", "menit", first, "42", 318, "25", Direction.DOWN))
    for back, value, n, breaks in (
        (-3, "40", 291, ""),
        (-2, "37,5", 305, ""),
        (-1, "33", 287, ""),
        (0, "31", 122, ""),
    ):
        _read(page, slow, _month(day, back), (value, n, breaks), by=by)
    glad = _indicator(page, by, ("Kepuasan pengguna loket", "nilai IKM", first, "78,2", 150, "85", Direction.UP))
    _read(page, glad, _month(day, -3), ("79,1", 148, ""), by=by)
    _read(page, glad, _month(day, -1), ("81,4", 26, "Kuesioner memakai unsur yang baru."), by=by)
    layers = ("Pegawai yang sudah punya keputusan jabatan", "%", _month(day, -2), "0", None, "100", Direction.UP)
    _indicator(page, by, layers)


def _indicator(
    page: InitiativePage, by: Actor, one: tuple[str, str, date, str, int | None, str, Direction]
) -> Indicator:
    name, measured_in, month, baseline, n, target, direction = one
    facts = {
        "name": name,
        "measured_in": measured_in,
        "definition": f"{name}, seluruh loket dinas, dihitung per bulan.",
        "source": "Catatan loket dinas",
        "baseline_month": month,
        "baseline": _figure(baseline),
        "baseline_n": n,
        "target": _figure(target),
        "direction": direction,
        "owner_id": by.employee_id,
    }
    return entries.add(page, Indicator, facts, by=by)


def _read(page: InitiativePage, one: Indicator, month: date, read: tuple[str, int, str], *, by: Actor) -> None:
    value, n, breaks = read
    entries.read(page, one, {"month": month, "value": _figure(value), "n": n, "breaks": breaks}, by=by)


def _figure(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _month(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 + back
    return date(months // 12, months % 12 + 1, 1)


def _second(first: InitiativePage, actors: Mapping[str, Actor], day: date) -> None:
    """A smaller change of the whole government that meets the first one at Budi's dinas."""
    systems = db.session.execute(
        select(OrgUnit)
        .where(OrgUnit.name == cast.NADIA.unit[0], OrgUnit.ends_on.is_(None))
        .order_by(OrgUnit.id)
        .limit(1)
    ).scalar_one_or_none()
    if systems is None:
        return
    facts = InitiativeFacts(
        title="Naskah dinas lewat satu aplikasi persuratan",
        short_name="Aplikasi persuratan",
        what_changes="Nota dinas dan surat keluar dibuat, diparaf, dan dikirim lewat aplikasi. Penomoran dan arsip "
        "mengikuti dengan sendirinya.",
        why="Supaya surat tidak menunggu di meja, dan setiap orang tahu sampai di mana.",
        starts_on=day - timedelta(days=20),
        takes_effect_on=day + timedelta(days=9),
        ends_on=day + timedelta(days=120),
        sponsor_id=actors[cast.NADIA.key].employee_id,
    )
    initiative = changes.create(systems, facts, by=SYSTEM)
    page = initiatives.page(initiatives.WHOLE, initiative.id)
    for unit, note in ((systems, "Menjaga aplikasinya."), (first.unit, "Surat keluar lewat aplikasi.")):
        affecting.add_unit(page, unit, Impact(ImpactKind.SYSTEM, 1, note), by=SYSTEM)
    changes.start(page, by=SYSTEM)
    for stage in stages.stages(initiative.id):
        staging.remove(page, stage, by=SYSTEM)
    for name, gate, span in _SECOND_STAGES:
        stage = staging.add(page, StageFacts(name, gate), _days(day, span), day=day, by=SYSTEM)
        if stage.ended_on:
            staging.pass_gate(page, stage, "Disepakati dalam rapat tim.", stage.ended_on, day=day, by=SYSTEM)
