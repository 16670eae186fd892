"""What somebody typed beside what somebody else has stored meanwhile."""

from collections.abc import Container
from datetime import date
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import StringField

from app.base.wording import plain_date


class Difference(NamedTuple):
    """One field in which two versions differ, each as one reads it; ``name`` is the field's."""

    label: str
    typed: str
    stored: str
    name: str


def differences(typed: FlaskForm, stored: FlaskForm, *, but: Container[str] = ()) -> list[Difference]:
    """Where what was typed differs from what somebody else has stored; fields named in ``but`` store nothing."""
    fields = [one for one in typed if getattr(one.widget, "input_type", "") != "hidden" and _was_there(one)]
    rows = [
        Difference(one.label.text, shown(one), shown(stored[one.name]), one.name)
        for one in fields
        if one.name not in but
    ]
    return [row for row in rows if row.typed != row.stored]


def _was_there(field: Any) -> bool:
    """Whether the page had this field at all; boxes send nothing when they are empty."""
    return bool(field.raw_data) or not isinstance(field, StringField)


def shown(field: Any) -> str:
    """What a field holds, as one reads it."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    if isinstance(field.data, bool):
        return "ya" if field.data else "tidak"
    if type(field.data) is date:
        return plain_date(field.data)
    return str(field._value())  # noqa: SLF001 - the text WTForms would put into the field


def now_from(form: FlaskForm, version: int) -> None:
    """From here on the form stands on this version: sent once more, it is saved over what is stored."""
    form.version.data = form.version.raw_data = None
    form.version.process_data(str(version))
