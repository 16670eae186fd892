"""What every form of a programme or batch shares: a refusal at its field, and a page for two who edited at once."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField

from app.web.fields import put_at_field

__all__ = ["differences", "put_at_field", "shown", "version_of"]


def differences(typed: FlaskForm, stored: FlaskForm) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what somebody else has stored: (label, typed, stored)."""
    fields = [one for one in typed if getattr(one.widget, "input_type", "") != "hidden" and _was_there(one)]
    rows = [(one.label.text, shown(one), shown(stored[one.name])) for one in fields]
    return [row for row in rows if row[1] != row[2]]


def _was_there(field: Any) -> bool:
    """Whether the page had this field at all; boxes send nothing when they are empty."""
    return bool(field.raw_data) or not isinstance(field, StringField)


def shown(field: Any) -> str:
    """What a field holds, as one reads it."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    if isinstance(field.data, bool):
        return "ya" if field.data else "tidak"
    return str(field._value())  # noqa: SLF001 - the text WTForms would put into the field


def version_of(form: FlaskForm) -> int:
    """The version the form was filled in from; nothing fits a number that was tampered with."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
