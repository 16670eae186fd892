"""Fields that several houses ask for: what was typed stays, and what means nothing gets a sentence."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from app.base import wording
from app.base.database import db
from app.base.errors import WrongField
from app.web import dates
from app.web.inputs import is_row_number, tidy

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MONTH = re.compile(r"\d{4}-\d{2}")
_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")


def offer(pairs: Iterable[tuple[Any, str]], first: str = "") -> list[SelectChoice]:
    """What one may choose; ``first`` are the words for choosing nothing."""
    choices = [SelectChoice(str(value), words) for value, words in pairs]
    return [SelectChoice("", first), *choices] if first else choices


def tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def line(label: str, longest: int, *, asked: str = "", **more: Any) -> StringField:
    """A line of text; ``asked`` is the sentence for who leaves it empty."""
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return StringField(label, filters=[tidied], validators=[DataRequired(asked), *checks] if asked else checks, **more)


class _Typed(StringField):  # type: ignore[misc]
    """A field that keeps what was typed and knows what it means; what means nothing gets a sentence."""

    kind = "text"
    trouble = ""
    data: Any

    def __init__(self, label: str, validators: Any = (), **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.widget = widgets.TextInput()
        self.widget.input_type = self.kind

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.written(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = self.read(text)
        except (ValueError, ArithmeticError) as error:
            raise ValueError(self.trouble) from error

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        return "" if value is None else str(value)


class DayField(_Typed):
    kind = "date"
    trouble = "Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15."

    def read(self, text: str) -> date:
        day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
        if day is None or not EARLIEST <= day <= LATEST:
            raise ValueError
        return day


class MonthField(_Typed):
    """A month, as its first day."""

    kind = "month"
    trouble = "Bulan ini tidak terbaca. Tulis seperti 2027-03."

    def read(self, text: str) -> date:
        day = date.fromisoformat(f"{text}-01") if ISO_MONTH.fullmatch(text) else None
        if day is None or not EARLIEST <= day <= LATEST:
            raise ValueError
        return day

    def written(self, value: Any) -> str:
        return f"{value:%Y-%m}" if value else ""


class HourField(_Typed):
    kind = "time"
    trouble = "Jam ditulis seperti 08:00."

    def read(self, text: str) -> time:
        return time.fromisoformat(text.replace(".", ":")[:5])

    def written(self, value: Any) -> str:
        return f"{value:%H:%M}" if value else ""


class MomentField(_Typed):
    """A day and an hour by the clock of the government."""

    kind = "datetime-local"
    trouble = "Tanggal dan jam ini tidak terbaca. Tulis seperti 2027-03-15T08:00."

    def read(self, text: str) -> datetime:
        day, _t, hour = text.replace(" ", "T").partition("T")
        found = date.fromisoformat(day)
        if not EARLIEST <= found <= LATEST:
            raise ValueError
        return wording.at(found, dates.zone(), time.fromisoformat(hour[:5]))

    def written(self, value: Any) -> str:
        return f"{dates.local(value):%Y-%m-%dT%H:%M}" if value else ""


class CountField(_Typed):
    kind = "text"
    trouble = "Isi angka bulat, misalnya 30."
    largest = 100_000

    def read(self, text: str) -> int:
        if not is_row_number(text) or int(text) > self.largest:
            raise ValueError
        return int(text)


class FigureField(_Typed):
    """A number with at most two places, as people write it here: 2,5 or 1.250.000."""

    kind = "text"
    trouble = "Isi angka, misalnya 2,5."

    def read(self, text: str) -> Decimal:
        text = text.removeprefix("Rp").replace(" ", "").replace("\u00a0", "")
        plain = text.replace(".", "") if _GROUPED.fullmatch(text) else text
        plain = plain.replace(",", ".")
        if not _NUMBER.fullmatch(plain):
            raise ValueError
        return Decimal(plain)

    def written(self, value: Any) -> str:
        return "" if value is None else wording.number(value)


class MoneyField(FigureField):
    trouble = "Isi jumlah rupiah, misalnya 1.250.000."


class ChoiceField(SelectField):  # type: ignore[misc]
    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError("Pilih salah satu dari daftarnya.") from error


class ChecksField(SelectMultipleField):  # type: ignore[misc]
    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError("Pilih dari daftarnya saja.") from error

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def put_at_field(form: FlaskForm, refusal: WrongField) -> None:
    """Undo what was begun, and let the form say at its field why."""
    db.session.rollback()
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.message]
    else:
        form.form_errors = [*form.form_errors, refusal.message]
