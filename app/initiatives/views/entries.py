"""What the doors of all lines noted about an initiative have in common: one form for writing and changing one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.initiatives.entry_forms import EntryForm
from app.initiatives.guards import managed_initiative
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.queries import people
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import entries as services
from app.web import answers
from app.web.answers import moved_on
from app.web.fields import put_at_field

FORM = "initiatives/entry_form.html"


def nothing_more(_page: InitiativePage, _facts: dict[str, Any]) -> None:
    """Where a kind of line has no rule of its own."""


def as_it_is(form: EntryForm, _page: InitiativePage) -> EntryForm:
    return form


@dataclass(frozen=True)
class Kind:
    """One kind of line: its table and form, its tab, its addresses, and the rule that its facts must keep.

    ``noun`` is what people call it; ``ready`` gives the form its choices, ``after`` does what follows a saving.
    """

    model: Any
    form: type[EntryForm]
    tab: str
    noun: str
    listed: str
    creates: str
    changes: str
    removes: str
    argument: str
    usual: Callable[[], dict[str, Any]] = dict
    ensure: Callable[[InitiativePage, dict[str, Any]], None] = nothing_more
    ready: Callable[[EntryForm, InitiativePage], EntryForm] = as_it_is
    owner: str = "owner_id"

    def address(self, endpoint: str, initiative_id: int, row: Any = None) -> str:
        numbers = {"initiative_id": initiative_id} | ({self.argument: row.id} if row is not None else {})
        return url_for(f"initiatives.{endpoint}", **numbers)


def show_new(kind: Kind, initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    return show(kind, page, kind.ready(kind.form(formdata=None, data=kind.usual()), page))


def create(kind: Kind, initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    form = kind.ready(kind.form(), page)
    if form.validate_on_submit():
        try:
            services.add(page, kind.model, _facts(kind, page, form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(kind.address(kind.listed, initiative_id), "Tersimpan.")
    return show(kind, managed_initiative(initiative_id), form, status=422)


def _facts(kind: Kind, page: InitiativePage, form: EntryForm) -> dict[str, Any]:
    """The columns of the line. Raises WrongField for what a rule refuses, and for a NIP of nobody here."""
    facts = form.facts()
    if "owner_nip" in facts:
        facts[kind.owner] = people.id_of(facts.pop("owner_nip"), "owner_nip")
    kind.ensure(page, facts)
    return facts


def show_one(kind: Kind, initiative_id: int, number: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    row: Any = queries.one(kind.model, initiative_id, number)
    more = {"owner_nip": people.nip_of(row.owner_id)} if hasattr(row, "owner_id") else {}
    return show(kind, page, kind.ready(kind.form(formdata=None, obj=row, data=more), page), row)


def change(kind: Kind, initiative_id: int, number: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    row: Any = queries.one(kind.model, initiative_id, number)
    form, status = kind.ready(kind.form(), page), 422
    if form.validate_on_submit():
        try:
            facts = _facts(kind, page, form)
            services.change(page, row, facts, version=form.versioned(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(kind.address(kind.listed, initiative_id), "Tersimpan.")
    page = managed_initiative(initiative_id)
    return show(kind, page, form, queries.one(kind.model, initiative_id, number), status)


def remove(kind: Kind, initiative_id: int, number: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    services.remove(page, queries.one(kind.model, initiative_id, number), by=actor())
    db.session.commit()
    return moved_on(kind.address(kind.listed, initiative_id), f"Dihapus dari daftar {kind.noun}.")


def show(kind: Kind, page: InitiativePage, form: EntryForm, row: Any = None, status: int = 200) -> ResponseReturnValue:
    number = page.initiative.id
    more = {
        "form": form,
        "kind": kind,
        "row": row,
        "action": kind.address(kind.changes if row is not None else kind.creates, number, row),
        "back": kind.address(kind.listed, number),
        "removal": kind.address(kind.removes, number, row) if row is not None else "",
        "has_file": "file" in form,
        "may_search": visitor.may(Permission.ORGANISATION_DIRECTORY_READ),
    }
    return answers.show(FORM, http_status=status, **context(page, kind.tab, **more))
