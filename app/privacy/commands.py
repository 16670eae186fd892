from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app.audit import labels as audit_labels
from app.base import scope
from app.base.clock import now
from app.base.database import Base, db, only_reading
from app.base.wording import moment
from app.privacy import breach, retention
from app.privacy.breach import Report
from app.privacy.services import tidying

group = AppGroup("privacy", help="Data pribadi: masa simpan dan laporan kebocoran.")
MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@group.command("retention")
@click.option("--dry-run", is_flag=True, help="Count only; nothing is removed.")
def keep(*, dry_run: bool) -> None:
    """Remove what is older than its rule allows, or count it."""
    at = now()
    with only_reading() if dry_run else nullcontext(), scope.everything():
        found = tidying.due(at) if dry_run else tidying.sweep(at)
        db.session.commit()
    for rule in retention.RULES:
        verb = "akan dihapus" if dry_run else "dihapus"
        click.echo(f"{rule.words}, lebih dari {retention.days(rule)} hari: {found[rule.key]} {verb}")


@group.command("breach")
@click.option("--since", type=MOMENT, required=True, help="UTC: 2026-11-01 or 2026-11-01T08:30.")
@click.option("--until", type=MOMENT, help="UTC; now, unless given.")
@click.option("--table", "tables", multiple=True, help="A table of the register; may be repeated. All unless given.")
@click.option("--people", is_flag=True, help="List the numbers of everybody whose file was opened.")
def tell(*, since: datetime, until: datetime | None, tables: Sequence[str], people: bool) -> None:
    """Who read and who exported personal data since a moment (UU 27/2022: notify within 3 x 24 hours)."""
    unknown = sorted(set(tables) - set(Base.metadata.tables))
    if unknown:
        raise click.ClickException(f"tidak ada tabel bernama {', '.join(unknown)}")
    start, end = since.replace(tzinfo=UTC), until.replace(tzinfo=UTC) if until else now()
    with only_reading(), scope.everything():
        found = breach.report(start, end, tables)
    click.echo(f"Sejak {moment(start, 'UTC')} sampai {moment(end, 'UTC')}\n")
    click.echo("\n".join([*_columns(found), "", *_readings(found), "", *_exports(found)]))
    if people:
        click.echo("\nNomor pegawai yang datanya dibuka: " + (", ".join(map(str, found.affected)) or "tidak ada"))


def _columns(found: Report) -> list[str]:
    lines = ["Data yang terkait"]
    lines += [f"- {one.words} ({one.table}): {', '.join(one.columns.values())}" for one in found.holdings]
    return lines if found.holdings else [*lines, "- tidak ada data pribadi di tabel itu menurut register"]


def _readings(found: Report) -> list[str]:
    lines = [f"Dibuka lewat aplikasi, data {len(found.affected)} pegawai"]
    lines += [
        f"- {found.governments.get(one.government_id, one.government_id)}: {_who(found, one.reader_id)} membuka "
        f"{audit_labels.PARTS.get(one.part, one.part)} {one.people} pegawai, {one.times} kali, "
        f"{moment(one.first_at, 'UTC')} sampai {moment(one.last_at, 'UTC')}"
        for one in found.readings
    ]
    return lines if found.readings else [*lines, "- tidak ada"]


def _exports(found: Report) -> list[str]:
    lines = ["Diunduh dari aplikasi"]
    lines += [
        f"- {found.governments.get(one.chain, 'instalasi')}: {_who(found, one.actor_id)}, "
        f"{audit_labels.ACTIONS.get(one.action, one.action)}, {moment(one.at, 'UTC')}"
        for one in found.taken
    ]
    return lines if found.taken else [*lines, "- tidak ada"]


def _who(found: Report, user_id: int | None) -> str:
    return f"{found.names.get(user_id or 0, 'Penata')} (akun {user_id})" if user_id else "Penata"
