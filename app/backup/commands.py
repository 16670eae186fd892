from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.audit import heads
from app.backup import services
from app.backup.errors import CopyTrouble
from app.backup.services import Place, Report
from app.base.clock import now
from app.base.database import db

group = AppGroup("backup", help="Cadangan: membuat, memulihkan, memeriksa.")
KEYS = ("SECRET_KEY", "AUDIT_KEY")
ARCHIVE = click.Path(exists=True, dir_okay=False, path_type=Path)
identity_option = click.option("--identity", type=ARCHIVE, help="A file with the AGE-SECRET-KEY of an encrypted copy.")


@group.command("make")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="A folder; PENATA_BACKUPS unless given.")
@click.option("--encrypt-to", default="", help="An age public key (age1…).")
@click.option("--with-keys", is_flag=True, help="Put the keys in as well; only into an encrypted copy.")
def make(to: Path | None, encrypt_to: str, *, with_keys: bool) -> None:
    """Copy database and files into one archive while everybody works on."""
    db.session.rollback()
    try:
        made = services.make(
            _here(), to or Path(current_app.config["BACKUPS"]), at=now(), encrypt_to=encrypt_to, with_keys=with_keys
        )
    except CopyTrouble as trouble:
        raise click.ClickException(str(trouble)) from trouble
    told = made.manifest
    click.echo(f"{made.path}: {sum(told.rows.values())} baris, {len(told.files)} berkas")
    for words in told.words:
        click.echo(f"tandai: {words}")
    if not told.has_keys:
        click.echo("Kunci tidak ikut. Simpan PENATA_SECRET_KEY dan PENATA_AUDIT_KEY di tempat lain.")
    if told.missing:
        click.echo("\n".join(f"berkas hilang atau rusak: {one}" for one in told.missing))
        raise SystemExit(1)


@group.command("restore")
@click.argument("archive", type=ARCHIVE)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), required=True, help="An empty data folder.")
@click.option("--database", default="", help="For a PostgreSQL copy: the address of an empty database.")
@identity_option
def restore(archive: Path, into: Path, database: str, identity: Path | None) -> None:
    """Put an archive back in an empty place, then check it."""
    url = database.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        found = services.restore(archive, into, database_url=url, identity=identity, keys=_keys())
    except CopyTrouble as trouble:
        raise click.ClickException(str(trouble)) from trouble
    _tell(found)


@group.command("check")
@click.argument("archive", type=ARCHIVE, required=False)
@identity_option
def check(archive: Path | None, identity: Path | None) -> None:
    """Check an archive, or without one the living installation; exit 1 when anything is wrong."""
    try:
        if archive is None:
            found = services.check(_here())
        else:
            found = services.check_archive(archive, identity=identity, keys=_keys())
    except CopyTrouble as trouble:
        raise click.ClickException(str(trouble)) from trouble
    _tell(found)


def _here() -> Place:
    settings = current_app.config
    return Place(settings["DATABASE_URL"], Path(settings["DATA"]) / "files", _keys(), heads.noted())


def _keys() -> dict[str, str]:
    return {name: current_app.config[name] for name in KEYS}


def _tell(found: Report) -> None:
    for words in found.looked_at:
        click.echo(f"diperiksa: {words}")
    for words in found.faults:
        click.echo(f"SALAH: {words}")
    if found.faults:
        raise SystemExit(1)
    click.echo("semua cocok")
