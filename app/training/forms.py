"""The shape of what people type about enrolments."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.inputs import tidy


class RejectionForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan",
        filters=[lambda text: tidy(text) if text else text],
        validators=[
            DataRequired("Tulis alasannya, supaya pegawai tahu apa yang bisa dilakukan."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )
