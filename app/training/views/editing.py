"""What every form of a programme or batch shares."""

from flask_wtf import FlaskForm

from app.web.fields import put_at_field

__all__ = ["put_at_field", "version_of"]


def version_of(form: FlaskForm) -> int:
    """The version the form was filled in from; nothing fits a number that was tampered with."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
