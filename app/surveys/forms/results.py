"""The shape of what people type about results."""

from flask_wtf import FlaskForm
from wtforms import HiddenField

from app.initiatives.forms import long_text


class SharingForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    told = long_text("Yang ditemukan, dan yang dilakukan karenanya", 4000, asked="Tulis apa yang dilakukan karenanya.")


class TextForm(FlaskForm):  # type: ignore[misc]
    told = long_text("Yang akan dibaca orang", 2000)
