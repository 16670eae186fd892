"""What somebody should do today, most urgent first: composed from the houses below."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.access.permissions import Permission
from app.access.visitor import Visitor
from app.accounts.queries import grants
from app.accounts.rules import GrantReach
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.competency.queries import talent
from app.evaluations import queries as evaluations
from app.imports.queries import runs as imports
from app.individual_plans.queries import due as individual_plans
from app.learning.queries import claims
from app.privacy.queries import requests as privacy
from app.proposals import queries as proposals
from app.proposals.models import TO_REPORT
from app.reports import plan_tasks, queries
from app.reports.tasks import Task
from app.surveys.rules import tokens
from app.training import labels
from app.training.models import EnrolmentStatus
from app.training.queries import duties, enrolments, learning, nominations, outlooks
from app.web import dates

TASKS_AT_MOST = 5
INVITATIONS_SHOWN = 2


def tasks(visitor: Visitor, ahead: list[Any], asked: dict[str, list[Any]], at: datetime) -> list[Task]:
    """Offers first, then meetings whose doors are open, then requests and duties of a role; a plan to begin is last."""
    day = dates.local(at).date()
    found = [_offer(row) for row in ahead if row.status == EnrolmentStatus.OFFERED]
    found += [_meeting(row, day) for row in ahead if _is_soon(row, at)]
    plans = individual_plans.own_in(asked["plans"]) if _has_plans(visitor) else []
    found += _invited(visitor, asked["invitations"])
    found += _surveys(visitor, asked["surveys"])
    found += _own_learning(visitor, asked["evaluations"])
    found += [task for row, year in plans if (task := plan_tasks.own(row, year, day))]
    found += staff_tasks(visitor, day)
    found += [task for row, year in plans if (task := plan_tasks.to_begin(row, year, day))]
    return found[:TASKS_AT_MOST]


def _invited(visitor: Visitor, rows: Iterable[Any]) -> list[Task]:
    """Invitations that wait for an answer, the nearest first, a few."""
    if not visitor.may(Permission.SOSIALISASI_OWN_JOIN):
        return []
    nearest = sorted(rows, key=lambda row: (row.invited_to, row.invitation_id))
    return [_invitation(row) for row in nearest[:INVITATIONS_SHOWN]]


def _surveys(visitor: Visitor, rows: Iterable[Any]) -> list[Task]:
    """Surveys that wait for an answer, the one that closes first at the top."""
    if not visitor.may(Permission.SURVEYS_OWN_ANSWER) or visitor.employee_id is None:
        return []
    return [_survey(row, visitor.employee_id) for row in sorted(rows, key=lambda row: (row.until, row.id))]


def _survey(row: Any, employee_id: int) -> Task:
    return Task(
        "clipboard-list",
        f"Isi survei: {row.title}",
        f"Kira-kira tiga menit. Sampai {dates.moment(row.until)}.",
        "Isi survei",
        url_for("surveys.show_start", token=tokens.token_of(row.id, employee_id)),
    )


def _has_plans(visitor: Visitor) -> bool:
    return visitor.may(Permission.INDIVIDUAL_PLANS_OWN_MANAGE)


def _own_learning(visitor: Visitor, rows: Iterable[Any]) -> list[Task]:
    """Evaluations to fill in, and questions about one's own people."""
    own, about_people = evaluations.waiting_in(rows)
    found = [_evaluation(row) for row in own]
    if visitor.may(Permission.TRAINING_APPROVAL_DECIDE):
        found += _follow_ups(about_people)
    return [one for one in found if one is not None]


def _invitation(row: Any) -> Task:
    until = f"Jawab sebelum {dates.moment(row.reply_by)}." if row.reply_by else "Jawab sebelum acaranya mulai."
    return Task(
        "mail",
        f"Jawab undangan: {row.title}",
        f"{dates.moment(row.invited_to)}, {row.place or 'daring'}. {until}",
        "Jawab undangan",
        url_for("sosialisasi.show_own", invitation_id=row.invitation_id),
    )


def _evaluation(row: Any) -> Task | None:
    batch_id = learning.batch_of_evaluation(row.id)
    if batch_id is None:
        return None
    return Task(
        "pencil",
        f"Nilai {row.title}",
        f"Tanpa nama, kira-kira tiga menit. Sampai {dates.moment(row.until)}.",
        "Isi evaluasi",
        url_for("training.show_own_evaluation", batch_id=batch_id),
    )


def _follow_ups(rows: list[Any]) -> list[Task | None]:
    if not rows:
        return []
    more = f" dan {len(rows) - 1} orang lagi" if len(rows) > 1 else ""
    return [
        Task(
            "user-check",
            f"Setelah pelatihan: {rows[0].name}{more}",
            f"Apakah {rows[0].title} terasa dalam pekerjaannya? Jawab sebelum {dates.moment(rows[0].until)}.",
            "Jawab pertanyaan",
            url_for("evaluations.show_follow_up", follow_up_id=rows[0].id),
        )
    ]


def _counts(visitor: Visitor, day: date) -> dict[str, tuple[int, int]]:
    """What waits for a role, as (how many, how many too long), asked in one statement."""
    asked = {}
    if visitor.may(Permission.LEARNING_CLAIM_VERIFY):
        asked["claims"] = claims.counting(visitor.reach(Permission.LEARNING_CLAIM_VERIFY), day)
    if visitor.may(Permission.PROPOSALS_PROPOSAL_DECIDE):
        asked["proposals"] = proposals.counting(day)
    if visitor.may(Permission.INDIVIDUAL_PLANS_TEAM_DECIDE) and visitor.employee_id is not None:
        asked["team_plans"] = individual_plans.counting_for_superior(visitor.employee_id, day)
    if visitor.may(Permission.INDIVIDUAL_PLANS_ALL_MANAGE):
        asked["office_plans"] = individual_plans.counting_for_office(day)
    if visitor.may(Permission.COMPETENCY_STANDARD_MANAGE):
        asked["predicates"] = talent.counting_to_review()
    return queries.counted(asked)


def staff_tasks(visitor: Visitor, day: date) -> list[Task]:
    """Duties that come with a role."""
    found, counts = [], _counts(visitor, day)
    if visitor.may(Permission.TRAINING_APPROVAL_DECIDE) and visitor.employee_id is not None:
        found += _requests(enrolments.requests_for(visitor.employee_id, day))
    found += plan_tasks.to_answer(counts)
    if visitor.may(Permission.TRAINING_NOMINATE) and visitor.employee_id is not None:
        found += [_hold(row) for row in nominations.holds_of(visitor.employee_id, now())]
    if visitor.may(Permission.TRAINING_BATCH_MANAGE):
        found += [_ORGANISERS[row.duty](row) for row in duties.of_organisers(day)]
        found += [_endangered(row) for row in outlooks.running_with_endangered(day)]
    if visitor.may(Permission.TRAINING_UNIT_RUN):
        rows = proposals.own_to_act(visitor.reach(Permission.TRAINING_UNIT_RUN), day=day)
        found += [_own_proposal(row, day) for row in rows]
    return [*office_tasks(visitor, day, counts), *found][:TASKS_AT_MOST]


def office_tasks(visitor: Visitor, day: date, counts: dict[str, tuple[int, int]]) -> list[Task]:
    """Duties of the personnel agency and of administrators; what has a deadline in law comes first."""
    found = []
    if visitor.may(Permission.PRIVACY_REQUEST_DECIDE):
        found += _privacy_requests(visitor.employee_id)
    if visitor.may(Permission.ACCOUNTS_GRANT_MANAGE):
        found += _grants(grants.to_confirm_count(GrantReach.of(visitor), visitor.user_id, day))
    if visitor.may(Permission.LEARNING_CLAIM_VERIFY):
        found += _claims(*counts["claims"])
    if visitor.may(Permission.PROPOSALS_PROPOSAL_DECIDE):
        found += _proposals(*counts["proposals"])
    if visitor.may(Permission.COMPETENCY_STANDARD_MANAGE):
        found += _predicates(counts["predicates"][0])
    if visitor.may(Permission.IMPORTS_RUN_MANAGE):
        found += [_import(row) for row in imports.checked(limit=2)]
    return found


def _privacy_requests(own_id: int | None) -> list[Task]:
    waiting = [row for row in privacy.to_decide(after=None, limit=100) if row.employee_id != own_id]
    if not waiting:
        return []
    count = f"{len(waiting)} permintaan" if len(waiting) < 100 else "Lebih dari 99 permintaan"
    return [
        Task(
            "lock",
            f"{count} atas data pribadi menunggu keputusan",
            f"Yang paling dekat tenggatnya: {dates.moment(waiting[0].due_at)}.",
            "Buka permintaan",
            url_for("privacy.list_requests"),
            urgent=True,
        )
    ]


def _grants(count: int) -> list[Task]:
    if not count:
        return []
    return [
        Task(
            "key",
            f"{count} peran menunggu konfirmasi Anda",
            "Peran ini diberikan admin lain dan baru berlaku setelah Anda memutuskan.",
            "Periksa peran",
            url_for("accounts.list_grants", keadaan="waiting"),
            urgent=True,
        )
    ]


def _claims(count: int, late: int) -> list[Task]:
    if not count:
        return []
    most = claims.COUNTED_AT_MOST
    words = f"{count} klaim JP" if count < most else f"Lebih dari {most - 1} klaim JP"
    return [
        Task(
            "file-text",
            f"{words} menunggu pemeriksaan",
            f"{late} di antaranya lewat tenggat." if late else "Yang tenggatnya terdekat ada di atas.",
            "Periksa klaim",
            url_for("learning.list_claims"),
            urgent=bool(late),
        )
    ]


def _proposals(count: int, late: int) -> list[Task]:
    if not count:
        return []
    most = proposals.COUNTED_AT_MOST
    words = f"{count} usulan kegiatan" if count < most else f"Lebih dari {most - 1} usulan kegiatan"
    return [
        Task(
            "file-text",
            f"{words} menunggu BKPSDM",
            f"{late} di antaranya lewat batas waktu." if late else "Telaah usulannya atau periksa laporannya.",
            "Buka usulan",
            url_for("proposals.list_proposals", keadaan="bkpsdm"),
            urgent=bool(late),
        )
    ]


def _predicates(count: int) -> list[Task]:
    if not count:
        return []
    most = talent.COUNTED_AT_MOST
    words = f"{wording.number(count)} predikat" if count < most else f"Lebih dari {wording.number(most - 1)} predikat"
    return [
        Task(
            "file-text",
            f"{words} kinerja perlu diperiksa",
            "Tidak ada dalam tabel, jadi belum bernilai.",
            "Periksa predikat",
            url_for("competency.list_ratings", periksa=1),
        )
    ]


def _own_proposal(row: Any, day: date) -> Task:
    """What came back to be mended, or is over and not reported on."""
    is_over = row.status in TO_REPORT
    until = f" Sampai {wording.plain_date(row.due_on)}." if row.due_on else ""
    why = "Kegiatannya sudah selesai; sertifikat terbit sesudah laporan diterima." if is_over else "Ada catatan BKPSDM."
    return Task(
        "file-text",
        f"{'Laporkan' if is_over else 'Perbaiki usulan'} {row.title}",
        f"{why}{until}",
        "Buka usulan",
        url_for("proposals.show_proposal", proposal_id=row.id),
        urgent=row.due_on is not None and row.due_on < day,
    )


def _import(row: Any) -> Task:
    good, bad = wording.number(row.new + row.changed), wording.number(row.refused)
    return Task(
        "download",
        f"Putuskan impor {row.file_name}",
        f"Sudah dicoba: {good} baris siap diterapkan, {bad} ditolak. Belum ada yang tersimpan.",
        "Buka hasil periksa",
        url_for("imports.show_run", run_id=row.id),
    )


def _offer(row: Any) -> Task:
    return Task(
        "award",
        f"Ada kursi untuk Anda: {labels.batch_name(row.title, row.number)}",
        f"Jawab sebelum {dates.moment(row.offer_expires_at)}. Setelah itu kursi ditawarkan ke peserta berikutnya.",
        "Jawab tawaran",
        url_for("training.show_batch", batch_id=row.batch_id),
        urgent=True,
    )


def _is_soon(row: Any, at: datetime) -> bool:
    return bool(row.status == EnrolmentStatus.CONFIRMED and row.starts_at <= at + timedelta(days=1))


def _meeting(row: Any, day: date) -> Task:
    when = dates.local(row.starts_at).date()
    word = "hari ini" if when == day else "besok"
    return Task(
        "user-check",
        f"Hadir {word}: {labels.batch_name(row.title, row.number)}",
        f"{wording.day_month(when)}, {dates.time_range(row.starts_at, row.ends_at)}, {row.place}.",
        "Buka absen",
        url_for("training.show_check_in", meeting_id=row.meeting_id),
        urgent=when == day,
        beside=("Kode saya", url_for("training.show_own_code", meeting_id=row.meeting_id)) if when == day else None,
    )


def _requests(rows: list[Any]) -> list[Task]:
    if not rows:
        return []
    names = ", ".join(row.name.split(",")[0] for row in rows[:2])
    more = f" dan {len(rows) - 2} orang lagi" if len(rows) > 2 else ""
    return [
        Task(
            "user-check",
            f"{len(rows)} permohonan pelatihan menunggu Anda",
            f"Dari {names}{more}.",
            "Buka persetujuan",
            url_for("training.list_requests"),
            urgent=True,
        )
    ]


def _hold(row: Any) -> Task:
    return Task(
        "users",
        f"Beri nama {row.seats} kursi di {labels.batch_name(row.title, row.number)}",
        f"Lepas sendiri {dates.moment(row.expires_at)} kalau belum diisi.",
        "Usulkan nama",
        url_for("training.show_nomination_form", batch_id=row.batch_id),
        urgent=True,
    )


def _short(row: Any) -> Task:
    return Task(
        "triangle-alert",
        f"Putuskan {labels.batch_name(row.title, row.number)}",
        f"Baru {row.people} orang, paling sedikit {row.least}. "
        f"Diperiksa {wording.plain_date(row.day)}: lanjut atau batalkan.",
        "Lanjut atau batalkan",
        url_for("training.show_managed", batch_id=row.id),
        urgent=True,
    )


def _admissions(row: Any) -> Task:
    return Task(
        "user-check",
        f"{row.people} pendaftaran menunggu keputusan panitia",
        "Atasan mereka sudah setuju. Kursi diberikan begitu Anda menerima.",
        "Terima atau tolak",
        url_for("training.list_admissions"),
    )


def _closing(row: Any) -> Task:
    return Task(
        "clipboard-list",
        f"Tutup {labels.batch_name(row.title, row.number)}",
        f"Selesai {wording.plain_date(row.day)}. Setelah ditutup, JP tercatat dan sertifikat terbit.",
        "Periksa dan tutup",
        url_for("training.show_managed", batch_id=row.id),
    )


def _endangered(row: Any) -> Task:
    return Task(
        "triangle-alert",
        f"{row.people} peserta di bawah syarat kehadiran: {labels.batch_name(row.title, row.number)}",
        f"Pesertanya sudah dikabari. Angkatan ini selesai {wording.plain_date(row.ends_on)}.",
        "Lihat siapa",
        url_for("training.show_managed", batch_id=row.id, _anchor="syarat"),
    )


_ORGANISERS = {duties.SHORT: _short, duties.ADMIT: _admissions, duties.CLOSE: _closing}


def planned_hours(ahead: list[Any], year: int) -> Decimal:
    """Lesson hours of confirmed batches still to come this year."""
    hours = [
        row.lesson_hours
        for row in ahead
        if row.status == EnrolmentStatus.CONFIRMED and dates.local(row.starts_at).year == year
    ]
    return sum(hours, Decimal(0))


def is_ready() -> bool:
    """Whether the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
