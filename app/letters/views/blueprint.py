from flask import Blueprint
from flask_wtf import FlaskForm

from app.access.guards import visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import WrongField
from app.letters import queries
from app.organisation.models import OrgUnit

bp = Blueprint("letters", __name__, url_prefix="/kop-surat")
MANAGE = Permission.LETTERS_LETTERHEAD_MANAGE


def unit_of(unit_id: int) -> OrgUnit:
    """A unit the visitor looks after; any other is simply not found."""
    return queries.unit_within(unit_id, visitor.reach(MANAGE))


def put_at_field(form: FlaskForm, refusal: WrongField) -> None:
    """Undo what was begun, and let the form say at its field why."""
    db.session.rollback()
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.message]
    else:
        form.form_errors = [*form.form_errors, refusal.message]
