"""Writing down whom a round is for."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import WrongField
from app.initiatives.queries.populations import Named
from app.sosialisasi.models import AudienceKind, AudienceRule
from app.sosialisasi.queries import audiences
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules

RULES_AT_MOST = 200


def add(page: RoundPage, named: Named, *, is_left_out: bool, by: Actor) -> AudienceRule:
    """Another line; one that is there already only changes whether it takes in or leaves out."""
    one = lock(page.round)
    rules.ensure_may_choose(one.status)
    _ensure_complete(page, named)
    known = audiences.rules_of(one.id)
    row = next((rule for rule in known if _of(rule) == named), None)
    if row is None and len(known) >= RULES_AT_MOST:
        raise WrongField("kind", f"Sasaran paling banyak {RULES_AT_MOST} baris. Pakai unit, bukan orang satu per satu.")
    if row is None:
        row = AudienceRule(
            round_id=one.id,
            kind=AudienceKind(named.kind),
            unit_id=named.unit_id,
            position_id=named.position_id,
            initiative_id=named.initiative_id,
            employee_id=named.employee_id,
            tier=named.tier,
        )
        db.session.add(row)
    row.is_left_out = is_left_out
    db.session.flush()
    audit.record("sosialisasi.audience.changed", row, by=by, kind=named.kind)
    return row


def _of(rule: AudienceRule) -> Named:
    return Named(rule.kind, rule.unit_id, rule.position_id, rule.initiative_id, rule.employee_id, rule.tier)


_ASKS = {
    AudienceKind.UNIT: ("unit_id", "Pilih unitnya."),
    AudienceKind.SUBTREE: ("unit_id", "Pilih unitnya."),
    AudienceKind.TIER: ("tier", "Pilih jenjangnya."),
    AudienceKind.POSITION: ("position_id", "Pilih jabatannya."),
    AudienceKind.INITIATIVE: ("initiative_id", "Pilih inisiatifnya."),
    AudienceKind.PERSON: ("employee_id", "Pilih orangnya."),
}


def _ensure_complete(page: RoundPage, named: Named) -> None:
    field, words = _ASKS.get(AudienceKind(named.kind), ("", ""))
    if field and not getattr(named, field):
        raise WrongField(field, words)
    if named.kind == AudienceKind.MISSED and page.event.initiative_id is None:
        raise WrongField("kind", "Sosialisasi ini belum terkait inisiatif, jadi belum diketahui siapa yang terdampak.")


def remove(page: RoundPage, rule_id: int, *, by: Actor) -> None:
    one = lock(page.round)
    row = audiences.rule(one.id, rule_id)
    rules.ensure_may_choose(one.status)
    audit.record("sosialisasi.audience.changed", row, by=by, kind=row.kind)
    db.session.delete(row)
