from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.clock import now, today
from app.competency import queries as competency
from app.training import labels, rules
from app.training.models import EnrolmentStatus
from app.training.queries import catalogue as queries
from app.training.queries.catalogue import Filters
from app.training.views.blueprint import bp
from app.web.answers import show
from app.web.inputs import arg_int, arg_month, arg_text, keyset
from app.web.limits import from_setting, limiter

PAGE_SIZE = 20
MONTHS_AHEAD = 12
FILTERS = frozenset({"cari", "kompetensi", "bentuk", "bulan", "tempat", "kursi"})
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))


@dataclass
class CalendarEntry:
    title: str
    href: str
    tone: str
    text: str


@dataclass
class CalendarDay:
    day: date
    in_month: bool
    is_today: bool
    entries: list[CalendarEntry] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.day.day

    @property
    def iso(self) -> str:
        return self.day.isoformat()

    @property
    def date(self) -> str:
        return wording.full_date(self.day)


@dataclass(frozen=True)
class CalendarMonth:
    title: str
    previous_href: str
    next_href: str
    weeks: list[list[CalendarDay]]


@bp.get("")
@requires(Permission.TRAINING_CATALOGUE_READ)
@search_limit
def list_batches() -> ResponseReturnValue:
    filters, day = _filters(), today(visitor.timezone)
    found = queries.coming_batches(
        visitor.employee_id, filters, day=day, after=keyset("setelah", date.fromisoformat), limit=PAGE_SIZE + 1
    )
    batches = found[:PAGE_SIZE]
    last = batches[-1] if len(found) > PAGE_SIZE else None
    return show(
        "training/batch_list.html",
        fragment="batch_results",
        batches=batches,
        more_href=_href(setelah=f"{last.starts_on}~{last.id}") if last else "",
        **_shared(filters, day),
    )


@bp.get("/kalender")
@requires(Permission.TRAINING_CATALOGUE_READ)
@search_limit
def show_calendar() -> ResponseReturnValue:
    filters, day = _filters(), today(visitor.timezone)
    month = filters.month or day.replace(day=1)
    first, last = queries.month_bounds(month)
    batches = queries.batches_touching(visitor.employee_id, filters, first=first, last=last)
    return show(
        "training/batch_calendar.html",
        fragment="batch_results",
        month=_month(month, batches, day),
        **_shared(filters, day),
    )


def _filters() -> Filters:
    return Filters(
        text=arg_text("cari"),
        competency_id=arg_int("kompetensi"),
        form_code=arg_text("bentuk", 10),
        month=arg_month("bulan"),
        city=arg_text("tempat", 80),
        only_free=request.args.get("kursi") == "1",
    )


def _shared(filters: Filters, day: date) -> dict[str, Any]:
    forms = competency.forms()
    return {
        "filters": filters,
        "competencies": competency.competencies(),
        "forms": forms,
        "cities": [(city, city) for city in queries.cities(day)],
        "months": _months(day),
        "labels": labels,
        "now": now(),
        "other_view": _asked(),
        "EnrolmentStatus": EnrolmentStatus,
        "rules": rules,
    }


def _href(**changes: str) -> str:
    values: dict[str, Any] = _asked() | changes
    return url_for(request.endpoint or "", **values)


def _asked() -> dict[str, str]:
    """The filters of this address; no other parameter finds its way into a link."""
    return {name: value for name, value in request.args.items() if name in FILTERS}


def _months(day: date) -> list[tuple[str, str]]:
    months, month = [], day.replace(day=1)
    for _count in range(MONTHS_AHEAD):
        months.append((f"{month:%Y-%m}", wording.month_name(month)))
        month = (month + timedelta(days=31)).replace(day=1)
    return months


def _month(month: date, batches: list[Any], day: date) -> CalendarMonth:
    first, last = queries.month_bounds(month)
    start = first - timedelta(days=first.weekday())
    days = [
        CalendarDay(one, one.month == month.month, one == day)
        for one in (start + timedelta(days=count) for count in range(42))
        if one <= last + timedelta(days=6 - last.weekday())
    ]
    by_day = {one.day: one for one in days}
    for batch in batches:
        entry = CalendarEntry(
            title=f"{batch.title}, Angkatan {batch.number}",
            href=url_for(".show_batch", batch_id=batch.id),
            tone=labels.STATUSES[EnrolmentStatus(batch.mine)][1] if batch.mine else "",
            text=batch.city,
        )
        length = (min(batch.ends_on, last) - max(batch.starts_on, first)).days + 1
        for count in range(length):
            by_day[max(batch.starts_on, first) + timedelta(days=count)].entries.append(entry)
    weeks = [days[index : index + 7] for index in range(0, len(days), 7)]
    return CalendarMonth(
        wording.month_name(month),
        _href(bulan=f"{first - timedelta(days=1):%Y-%m}"),
        _href(bulan=f"{last + timedelta(days=1):%Y-%m}"),
        weeks,
    )
