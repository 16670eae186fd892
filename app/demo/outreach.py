"""A change that is under way at Budi's dinas: whom it concerns, and its sosialisasi, one round held and one ahead."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from app.access.visitor import EVERYWHERE, SYSTEM, Actor
from app.attendance import services as attendance
from app.attendance.models import AttendanceStatus
from app.base import scope, wording
from app.base.database import db
from app.demo import cast
from app.initiatives.facts import Impact, InitiativeFacts
from app.initiatives.models import ImpactKind, Initiative
from app.initiatives.queries import initiatives
from app.initiatives.queries.populations import Named
from app.initiatives.services import affecting
from app.initiatives.services import initiatives as changes
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.organisation.queries import holders, structure
from app.organisation.queries.signing import signatory_of
from app.sosialisasi import tokens
from app.sosialisasi.facts.events import EventFacts, Point, RoundFacts, Speaker
from app.sosialisasi.models import (
    AudienceKind,
    Invitation,
    InvitationStatus,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
)
from app.sosialisasi.queries import audiences as found
from app.sosialisasi.queries import events, invitations
from app.sosialisasi.services import answering, audiences, inviting, rounds
from app.sosialisasi.services import events as programme
from app.training.services.moments import local_today

TITLE = "Sosialisasi penyederhanaan birokrasi Dinas Tenaga Kerja dan Transmigrasi"
HELD_DAYS_AGO, AHEAD_DAYS, REPLY_DAYS = 6, 9, 6
SEATS = 200
CAME, SAY_YES = 0.6, 0.5
REASONS = ("Bertugas di loket pada jam itu.", "Cuti tahunan.", "Dinas luar ke Jambi.")


def act(actors: Mapping[str, Actor], seed: int) -> None:
    """Nothing where nobody could sign the letter of invitation. Draws from numbers of its own."""
    unit = db.session.execute(
        select(OrgUnit)
        .where(OrgUnit.name == cast.RINA.unit[0], OrgUnit.ends_on.is_(None))
        .order_by(OrgUnit.id)
        .limit(1)
    ).scalar_one_or_none()
    if unit is None or not _signs(unit.id):
        return
    rng = Random(f"{seed}:sosialisasi")
    initiative = _change(unit, actors[cast.RINA.key])
    event = programme.create(unit, _facts(initiative), by=actors[cast.SARI.key])
    present = {actors[one.key].employee_id for one in (cast.RINA, cast.DEWI)}
    _hold(event, initiative, rng, present=present, absent=actors[cast.BUDI.key].employee_id, by=actors[cast.SARI.key])
    _ahead(event, rng, silent=actors[cast.BUDI.key].employee_id, by=actors[cast.SARI.key])


def _signs(unit_id: int) -> bool:
    head = holders.heads_on(local_today(), [unit_id]).get(unit_id)
    return head is not None and signatory_of(head.position_id, local_today()) is not None


def _change(unit: OrgUnit, rina: Actor) -> Initiative:
    day = local_today()
    initiative = changes.create(
        unit,
        InitiativeFacts(
            title="Penyederhanaan birokrasi Dinas Tenaga Kerja dan Transmigrasi",
            short_name="Penyederhanaan birokrasi",
            what_changes="Jabatan pengawas di bidang disetarakan menjadi jabatan fungsional, dan pekerjaan dibagi "
            "dalam tim kerja. Loket, jam layanan, dan tempat kerja tetap.",
            why="Supaya keputusan sampai ke loket lebih cepat, dan karier tetap terbuka lewat jabatan fungsional.",
            legal_basis="PermenPANRB 25/2021",
            starts_on=day - timedelta(days=30),
            takes_effect_on=day + timedelta(days=60),
            sponsor_id=rina.employee_id,
        ),
        by=SYSTEM,
    )
    page = initiatives.page(initiatives.WHOLE, initiative.id)
    affecting.add_unit(page, unit, Impact(ImpactKind.STRUCTURE, 2, "Bekerja dalam tim kerja."), by=SYSTEM)
    own = structure.unit(organisation.person(rina.employee_id or 0, day).unit_id or 0)
    affecting.add_unit(page, own, Impact(ImpactKind.POST, 3, "Jabatan pengawasnya disetarakan."), by=SYSTEM)
    changes.start(page, by=SYSTEM)
    return initiative


def _facts(initiative: Initiative) -> EventFacts:
    return EventFacts(
        title=TITLE,
        purpose="Setiap pegawai tahu apa yang berubah pada jabatan dan timnya, kapan, dan ke mana bertanya.",
        key_messages="Loket, jam layanan, dan tempat kerja tetap.\nJabatan pengawas menjadi jabatan fungsional.\n"
        "Pertanyaan dijawab bidang kepegawaian.",
        basis="PermenPANRB 25/2021 tentang penyederhanaan struktur organisasi",
        moderator=cast.SARI.name,
        initiative_id=initiative.id,
        budget=Decimal(7_500_000),
        budget_line="APBD Kabupaten Bungo",
        speakers=(Speaker("Kepala Bagian Organisasi", "Sekretariat Daerah Kabupaten Bungo"),),
        agenda=(Point("Pembukaan", 15), Point("Apa yang berubah", 45), Point("Tanya jawab", 60)),
    )


def _round(event: Sosialisasi, day: int, *, by: Actor, reply_in: int | None = None) -> SosialisasiRound:
    """A round so many days from today, from nine till eleven."""
    begins = _at(day, 9)
    facts = RoundFacts(
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Aula dinas",
        city="Muara Bungo",
        seats=SEATS,
        reply_by=_at(reply_in, 16) if reply_in is not None else None,
    )
    return rounds.plan(events.event_page(EVERYWHERE, event.id), facts, by=by)


def _at(days: int, hour: int) -> datetime:
    zone = organisation.government(scope.current()).timezone
    return wording.at(local_today() + timedelta(days=days), zone, time(hour))


def _hold(
    event: Sosialisasi,
    initiative: Initiative,
    rng: Random,
    *,
    present: set[int | None],
    absent: int | None,
    by: Actor,
) -> None:
    """Everybody affected was invited, and six in ten came; it is set back from tomorrow into last week."""
    one = _round(event, 1, by=by)
    page = events.any_round(one.id)
    audiences.add(page, Named(AudienceKind.INITIATIVE, initiative_id=initiative.id), is_left_out=False, by=by)
    people = list(db.session.execute(found.audience(one, local_today()).order_by("employee_id")))
    back = timedelta(days=HELD_DAYS_AGO + 1)
    page.meeting.starts_at -= back
    page.meeting.ends_at -= back
    marks = {}
    for row in people:
        came = row.employee_id in present or (row.employee_id != absent and rng.random() < CAME)
        marks[row.employee_id] = AttendanceStatus.PRESENT if came else AttendanceStatus.ABSENT
        db.session.add(
            Invitation(
                round_id=one.id,
                employee_id=row.employee_id,
                unit_path=row.unit_path or "",
                tier=row.tier or "",
                status=InvitationStatus.ACCEPTED if came else InvitationStatus.INVITED,
                token_hash=tokens.fingerprint(tokens.token_of(one.id, row.employee_id)),
                invited_at=page.meeting.starts_at - timedelta(days=7),
                answered_at=page.meeting.starts_at - timedelta(days=5) if came else None,
                reason="",
                version=1,
            )
        )
    attendance.mark_list(page.meeting, marks, by=by)
    one.status, one.held_at = RoundStatus.HELD, page.meeting.ends_at
    one.invited_at = page.meeting.starts_at - timedelta(days=7)
    one.seats_taken = sum(status == AttendanceStatus.PRESENT for status in marks.values())
    if one.seats_taken > SEATS:
        one.seats = None  # a government too large for one hall met in its offices
    db.session.flush()


def _ahead(event: Sosialisasi, rng: Random, *, silent: int | None, by: Actor) -> None:
    """Those missed are invited again; half of them have said yes, some no, and Budi has not answered.

    The worker, which finds everybody invited, issues the letter.
    """
    one = _round(event, AHEAD_DAYS, by=by, reply_in=REPLY_DAYS)
    page = events.any_round(one.id)
    audiences.add(page, Named(AudienceKind.MISSED), is_left_out=False, by=by)
    inviting.send(page, skip_busy=True, by=by)
    args = {"round_id": one.id, "day": local_today().isoformat(), "skip_busy": True}
    inviting.freeze(args, lambda _done, _total: None)
    for row in invitations.listed(one.id, limit=2_000):
        drawn, answered = rng.random(), invitations.by_id(row.id)
        person = Actor(None, row.employee_id, row.name)
        if row.employee_id == silent or drawn >= SAY_YES + 0.2:
            continue
        if drawn < SAY_YES:
            answering.accept(answered, by=person)
        else:
            answering.decline(answered, rng.choice(REASONS), by=person)
    db.session.flush()
