"""Inviting those who are asked, and reminding those who have not taken part, without anybody learning who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import lock
from app.jobs import services as jobs
from app.notifications import services as notifications
from app.notifications.models import Notice
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.surveys import labels
from app.surveys.models import SurveyWave, WaveMode
from app.surveys.queries import participations
from app.surveys.queries import waves as queries
from app.surveys.rules import tokens
from app.surveys.rules import waves as rules

INVITE, REMIND = "surveys.invite", "surveys.remind"
INVITED, REMINDED = "survey_open", "survey_reminder"
AT_ONCE = 200

Progress = Callable[[int, int], None]


def own_path(wave_id: int, occasion: str = "") -> str:
    """Where somebody finds a wave after signing in; the occasion tells one notice from the next."""
    return f"/survei/saya#gelombang-{wave_id}{occasion}"


def invite(args: dict[str, Any], progress: Progress) -> str:
    """Tell everybody who is asked, so many at a time; whoever was told is passed by. Safe to run again."""
    told = _tell(args["wave_id"], INVITED, "", progress, silent_only=False)
    return f"{wording.number(told)} orang diundang." if told else "Semua yang ditanya sudah diundang."


def remind_now(wave: SurveyWave, *, by: Actor) -> None:
    """Have the worker remind whoever is silent. Raises TooOften and NotOpen.

    The trail says that it was done, and not how many: that would tell how many answered so far.
    """
    wave, at = lock(wave), now()
    day = wording.local(at, organisation.government(wave.government_id).timezone).date()
    rules.ensure_may_remind(wave, at, day)
    wave.reminders += 1
    wave.reminded_on = day
    audit.record("surveys.wave.reminded", wave, by=by)
    jobs.enqueue(
        REMIND,
        {"wave_id": wave.id, "number": wave.reminders},
        by=by,
        government_id=wave.government_id,
        key=f"{REMIND}:{wave.id}:{wave.reminders}",
    )


def remind_when_due(wave_id: int) -> None:
    """Remind once by itself when the end is near."""
    wave, at = queries.by_id(wave_id), now()
    day = wording.local(at, organisation.government(wave.government_id).timezone).date()
    if rules.is_to_remind(wave, at, day):
        remind_now(wave, by=SYSTEM)


def remind(args: dict[str, Any], progress: Progress) -> str:
    """Remind whoever is silent, each once for each reminder. Neither progress nor the last word says how many."""
    _tell(args["wave_id"], REMINDED, f"-{args['number']}", lambda _done, _total: progress(0, 1), silent_only=True)
    progress(1, 1)
    return "Yang belum mengisi sudah diingatkan."


def forget_reminders(wave_id: int) -> None:
    """Let nothing tell any longer who was silent when."""
    notices = Notice.path.startswith(own_path(wave_id, "-"), autoescape=True)
    notifications.forget(REMINDED, f"{wave_id}:", notices=notices)


def _tell(wave_id: int, kind: str, occasion: str, progress: Progress, *, silent_only: bool) -> int:
    after, told, path = 0, 0, own_path(wave_id, occasion)
    while True:
        wave = lock(queries.by_id(wave_id))
        rows = participations.to_tell(wave_id, after=after, limit=AT_ONCE, silent_only=silent_only)
        if not rows or not rules.is_open(wave.status, wave.closes_at, now()):
            return told
        known = participations.told([row.employee_id for row in rows], kind, path)
        letter = _Letter(wave, kind, occasion, _words(wave))
        people = [Recipient(row.employee_id, row.name, row.email or "") for row in rows]
        for person in people:
            if person.employee_id not in known:
                letter.write(person)
                told += 1
        after = rows[-1].employee_id
        progress(told, wave.targeted)


def _words(wave: SurveyWave) -> dict[str, str]:
    timezone = organisation.government(scope.current()).timezone
    until = wording.moment(wave.closes_at, timezone) if wave.closes_at else ""
    return {"title": wave.title, "until": until, "mode": labels.MODE_IN_MAIL[WaveMode(wave.mode)]}


@dataclass(frozen=True)
class _Letter:
    """What is told to everybody of one occasion."""

    wave: SurveyWave
    kind: str
    occasion: str
    words: dict[str, str]

    def write(self, person: Recipient) -> None:
        verb = "masih menunggu jawaban Anda" if self.kind == REMINDED else "menunggu jawaban Anda"
        notifications.tell(
            person,
            self.kind,
            f"Survei {self.wave.title} {verb}, sampai {self.words['until']}. Kira-kira tiga menit.",
            path=own_path(self.wave.id, self.occasion),
            key=f"{self.wave.id}:{person.employee_id}{self.occasion}",
            secret_path=tokens.path_of(tokens.token_of(self.wave.id, person.employee_id)),
            **self.words,
        )
