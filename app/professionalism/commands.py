import click
from flask.cli import AppGroup

from app.base import scope
from app.base.database import db
from app.professionalism import reference

group = AppGroup("professionalism", help="Tabel nilai IP ASN.")


@group.command("load-reference")
def load_reference() -> None:
    """Load the shipped tables of points; loading twice changes nothing."""
    with scope.everything():
        reference.load()
        db.session.commit()
    click.echo("tabel IP ASN termuat")
