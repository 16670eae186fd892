"""Removing what is older than its rule allows. Running it twice removes nothing the second time."""

from datetime import datetime

from sqlalchemy import delete, func, select

from app.access.visitor import SYSTEM
from app.audit import services as audit
from app.base.database import db
from app.privacy import retention
from app.privacy.retention import RULES, Rule

INSTALLATION = 0


def due(at: datetime) -> dict[str, int]:
    """How many rows each rule would remove now."""
    return {rule.key: _count(rule, at) for rule in RULES}


def sweep(at: datetime) -> dict[str, int]:
    """Remove them; a line on the installation's trail says how many of each, where there were any."""
    gone = {rule.key: _remove(rule, at) for rule in RULES}
    if any(gone.values()):
        told = {key: count for key, count in gone.items() if count}
        audit.record("privacy.retention.swept", None, by=SYSTEM, chain=INSTALLATION, **told)
    return gone


def _count(rule: Rule, at: datetime) -> int:
    statement = select(func.count()).select_from(rule.rows).where(rule.is_old(retention.cutoff(rule, at)))
    return int(db.session.connection().execute(statement).scalar_one())


def _remove(rule: Rule, at: datetime) -> int:
    cutoff = retention.cutoff(rule, at)
    if rule.remove is not None:
        return rule.remove(cutoff)
    return int(db.session.connection().execute(delete(rule.rows).where(rule.is_old(cutoff))).rowcount)
