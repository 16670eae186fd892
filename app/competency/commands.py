import click
from flask.cli import AppGroup

from app.base import scope
from app.base.database import db
from app.competency import reference

group = AppGroup("competency", help="Data rujukan kompetensi.")


@group.command("load-reference")
def load_reference() -> None:
    """Load forms, competencies, levels and JP targets; loading twice changes nothing."""
    with scope.everything():
        reference.load()
        db.session.commit()
    click.echo("data rujukan termuat")
