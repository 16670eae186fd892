import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.organisation.models import Government
from app.organisation.services import refresh_directory

group = AppGroup("organisation", help="Unit, jabatan, dan pegawai.")


@group.command("refresh-directory")
def refresh() -> None:
    """Rebuild the directory of every government; needed only after rows were written by other means."""
    for government_id, name in db.session.execute(select(Government.id, Government.name)).all():
        with scope.within(government_id):
            refresh_directory()
            db.session.commit()
        click.echo(f"{name}: direktori pegawai disusun ulang")
