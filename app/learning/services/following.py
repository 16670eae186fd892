"""Telling whoever has other lesson hours this year because their lines followed another version of a rule."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.base import scope
from app.base.clock import today
from app.base.wording import number, plain_date
from app.competency.models import DevelopmentForm, LearningRecord
from app.learning import labels
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.models import Employee


@dataclass(frozen=True)
class Followed:
    """A line that is counted by another version than before: by which, for which year, and how many JP more or less."""

    form: DevelopmentForm
    year: int
    change: Decimal


def tell(person: Employee, followed: Sequence[Followed], credited: Sequence[LearningRecord]) -> None:
    """One letter for everything that changed at once; none where this year's sum stays, in a year that is over, and to
    whoever serves no more. ``credited`` are all their lines that count, as they are now.

    A line follows a version once, in the transaction that writes this letter, so nobody is told twice.
    """
    moved = [one for one in followed if one.change]
    if not moved or not person.active:
        return
    year = today(organisation.government(scope.current()).timezone).year
    moved = [one for one in moved if one.year == year]
    change = sum((one.change for one in moved), Decimal(0))
    if not change:
        return
    after = sum((one.jp_credited for one in credited if one.year == year), Decimal(0))
    rules = [_rule(form) for form in {one.form.id: one.form for one in moved}.values()]
    before, now = number(after - change), number(after)
    notifications.tell(
        Recipient(person.id, person.name, person.email),
        "learning_recounted",
        f"JP {year} Anda {'naik' if change > 0 else 'turun'} dari {before} menjadi {now}, karena aturannya berubah. "
        + " ".join(rules),
        path="/saya/jp",
        key=f"{person.id}-{secrets.token_hex(8)}",
        year=year,
        before=before,
        after=now,
        rules=rules,
    )


def _rule(form: DevelopmentForm) -> str:
    return f"{form.name}: {labels.counted(form)}, mulai {plain_date(form.valid_from)}. Dasar: {form.source}."
