"""For whoever runs the server: the installation's first administrator, and a way in when mail does not arrive."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.accounts import queries
from app.accounts.models import LinkKind, RoleGrant, User
from app.accounts.services import links, second_factor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.base.wording import DEFAULT_ZONE

group = AppGroup("accounts", help="Akun dari baris perintah.")


@group.command("add-administrator")
@click.argument("email")
@click.argument("name")
def add_administrator(email: str, name: str) -> None:
    """Make an administrator of the installation and print the link that sets their password."""
    if db.session.execute(select(User.id).where(User.email == email.lower())).scalar() is not None:
        raise click.ClickException("alamat email ini sudah dipakai. Pakai: flask accounts link ALAMAT")
    user = User(name=name, email=email, active=True, created_at=now())
    db.session.add(user)
    db.session.flush()
    grant = RoleGrant(
        user_id=user.id,
        role=Role.INSTALLATION_ADMINISTRATOR,
        starts_on=today(DEFAULT_ZONE),
        granted_at=now(),
        pending=False,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record("accounts.grant.first", grant, by=SYSTEM, chain=0, after={"user": user.id, "role": grant.role})
    _print_link(user.id, LinkKind.INVITATION)


@group.command("link")
@click.argument("identifier")
def link(identifier: str) -> None:
    """Print a fresh one-time link for an account (NIP or e-mail), good for 30 minutes or, never active, 7 days."""
    account = queries.account_named(identifier)
    if account is None:
        raise click.ClickException("tidak ada akun aktif dengan NIP atau email ini.")
    _print_link(account.user_id, LinkKind.RESET if account.password_hash else LinkKind.INVITATION)


@group.command("reset-code")
@click.argument("identifier")
def reset_code(identifier: str) -> None:
    """Take down the second factor of an account whose owner lost telephone and recovery codes."""
    account = queries.account_named(identifier)
    if account is None:
        raise click.ClickException("tidak ada akun aktif dengan NIP atau email ini.")
    second_factor.reset_by_administrator(account.user_id, by=SYSTEM, chain=account.government_id)
    db.session.commit()
    click.echo("Kode masuk dilepas. Pemiliknya memasang yang baru saat masuk berikutnya.")


def _print_link(user_id: int, kind: LinkKind) -> None:
    with scope.everything():
        path = links.make_link(user_id, kind).path
        db.session.commit()
    click.echo(current_app.config["BASE_URL"] + path)
