"""What somebody typed into a form that could not be accepted yet: carried, never lost.

A form sent after the session ended, or under a broken token, comes back inside the sign-in page or
a page with one button. Files and passwords are not carried.
"""

from dataclasses import dataclass

from flask import request

from app.web.inputs import safe_path

TARGET = "_tujuan"
PREFIX = "_isi_"
_NEVER = {"csrf_token", "password", "new_password", "old_password", "repeated_password", "code", "offer"}
_SHORT = 40


@dataclass(frozen=True)
class CarriedForm:
    """The address a form was meant for, and its fields in order."""

    target: str
    fields: list[tuple[str, str]]

    def as_hidden(self) -> list[tuple[str, str]]:
        return [(TARGET, self.target)] + [(PREFIX + name, value) for name, value in self.fields]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person typed, to be shown and corrected."""
        return [(name, value) for name, value in self.fields if _typed(value)]

    @property
    def controls(self) -> list[tuple[str, str]]:
        """Choices and numbers, kept as they are."""
        return [(name, value) for name, value in self.fields if not _typed(value)]


def _typed(value: str) -> bool:
    return " " in value.strip() or len(value) > _SHORT


def from_refused_post() -> CarriedForm | None:
    """The form this request brought, or None where there is nothing to carry."""
    if request.method != "POST":
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name.lower() not in _NEVER]
    return CarriedForm(request.full_path.rstrip("?"), fields)


def from_sign_in() -> CarriedForm | None:
    """The form that rode along with a sign-in, if its target is a path of this site."""
    target = safe_path(request.form.get(TARGET))
    if target is None:
        return None
    fields = [
        (name.removeprefix(PREFIX), value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX)
    ]
    return CarriedForm(target, fields)
