"""How long what is not a personnel record stays: one rule a table, its days a setting (security P2).

Rules name tables, so a house needs no line of its own. What must be dealt with differently (files in the store) gives
a ``remove`` of its own, which returns how many rows went.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, true

from app.base.database import Base


@dataclass(frozen=True)
class Rule:
    """Rows older than the setting's days go; ``only`` leaves out those that are still at work."""

    key: str
    words: str
    table: str
    since: str
    setting: str
    only: Callable[[Table], ColumnElement[bool]] = lambda _table: true()
    remove: Callable[[datetime], int] | None = None

    @property
    def rows(self) -> Table:
        return Base.metadata.tables[self.table]

    def is_old(self, cutoff: datetime) -> ColumnElement[bool]:
        return and_(self.rows.c[self.since] < self.value(cutoff), self.only(self.rows))

    def value(self, cutoff: datetime) -> Any:
        """The cutoff as this column keeps time: a day or an instant."""
        return cutoff.date() if str(self.rows.c[self.since].type) == "DATE" else cutoff


RULES: tuple[Rule, ...] = (
    Rule(
        "keep_calendar_link",
        "Tautan kalender yang sudah dicabut",
        "calendar_link",
        "ended_at",
        "KEEP_SIGN_IN_DAYS",
        only=lambda link: link.c.ended_at.is_not(None),
    ),
    Rule("keep_check_in", "Kode absen yang ditolak", "refused_check_in", "at", "KEEP_CHECK_IN_DAYS"),
    Rule(
        "keep_job",
        "Pekerjaan latar yang sudah selesai",
        "job",
        "finished_at",
        "KEEP_JOB_DAYS",
        only=lambda job: job.c.status.in_(("done", "failed")),
    ),
    Rule(
        "keep_link",
        "Undangan dan tautan kata sandi yang lewat waktu",
        "account_link",
        "expires_at",
        "KEEP_SIGN_IN_DAYS",
    ),
    Rule(
        "keep_mail",
        "Surat yang sudah terkirim atau ditolak",
        "mail",
        "created_at",
        "KEEP_MAIL_DAYS",
        only=lambda mail: mail.c.status != "waiting",
    ),
    Rule("keep_notice", "Pemberitahuan", "notice", "created_at", "KEEP_NOTICE_DAYS"),
    Rule("keep_reading", "Catatan siapa membuka data", "personal_reading", "day", "KEEP_READING_DAYS"),
    Rule("keep_scan", "Pindaian kode peserta", "scan", "received_at", "KEEP_CHECK_IN_DAYS"),
    Rule("keep_session", "Sesi yang sudah berakhir", "user_session", "expires_at", "KEEP_SIGN_IN_DAYS"),
    Rule("keep_sign_in", "Percobaan masuk yang gagal", "sign_in_try", "at", "KEEP_SIGN_IN_DAYS"),
)
_days: dict[str, int] = {}


def use_days(settings: Mapping[str, Any]) -> None:
    """Take the days of every rule from the settings."""
    _days.update({rule.setting: int(settings[rule.setting]) for rule in RULES})


def days(rule: Rule) -> int:
    return _days[rule.setting]


def cutoff(rule: Rule, at: datetime) -> datetime:
    return at - timedelta(days=days(rule))


def in_words(retention: str) -> str:
    """The retention of a holding: its own words, or those of the rule it names."""
    rule = next((one for one in RULES if one.key == retention), None)
    return retention if rule is None else f"{days(rule)} hari"
