"""The shape of what people type about their data."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.privacy.models import RequestKind, RequestStatus
from app.privacy.register import REGISTER
from app.web.inputs import tidy


def _tidied(text: Any) -> Any:
    return tidy(text) if text else text


def parts() -> list[SelectChoice]:
    """What can be asked to be corrected: everything that is tied to a person and that people write."""
    return [SelectChoice(one.key, one.words) for one in REGISTER if one.shown_as and one.shown_as != "requests"]


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    part = SelectField("Bagian yang keliru", choices=[], validators=[DataRequired("Pilih bagian yang keliru.")])
    wrong = TextAreaField(
        "Yang tertulis sekarang",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis apa yang keliru, supaya petugas menemukannya."),
            Length(max=500, message="Paling panjang 500 huruf."),
        ],
    )
    right = TextAreaField(
        "Yang benar",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis yang benar, supaya petugas bisa memperbaikinya."),
            Length(max=500, message="Paling panjang 500 huruf."),
        ],
    )
    note = TextAreaField(
        "Catatan", filters=[_tidied], validators=[Length(max=1000, message="Paling panjang 1.000 huruf.")]
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.part.choices = [SelectChoice("", "Pilih bagian"), *parts()]


class WithdrawalOfUseForm(FlaskForm):  # type: ignore[misc]
    """Erasure or restriction: only the reason."""

    note = TextAreaField(
        "Alasan Anda",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis alasannya, supaya petugas bisa menimbang."),
            Length(max=1000, message="Paling panjang 1.000 huruf."),
        ],
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(
        "Keputusan",
        choices=[
            SelectChoice(RequestStatus.GRANTED.value, "Kabulkan"),
            SelectChoice(RequestStatus.REFUSED.value, "Tolak"),
        ],
        validators=[DataRequired("Pilih kabulkan atau tolak.")],
    )
    reason = TextAreaField(
        "Alasan",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis alasannya. Pegawai membacanya apa adanya."),
            Length(min=10, max=1000, message="Alasan terdiri dari 10 sampai 1.000 huruf."),
        ],
    )


def request_form(kind: RequestKind) -> Any:
    return CorrectionForm() if kind is RequestKind.CORRECTION else WithdrawalOfUseForm()
