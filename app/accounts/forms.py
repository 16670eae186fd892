"""The shape of what people type about roles, invitations and governments."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp, ValidationError

from app.access.labels import ROLES
from app.access.permissions import Role
from app.organisation.models import EmployeeKind, GovernmentKind
from app.organisation.rules import clean_nip, nip_fault
from app.web.inputs import tidy

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
KINDS = [(GovernmentKind.PROVINCE, "Provinsi"), (GovernmentKind.REGENCY, "Kabupaten"), (GovernmentKind.CITY, "Kota")]
_BAD_DATE = "Tulis tanggal yang benar, misalnya 24-11-2026."


def _tidied(text: Any) -> Any:
    return tidy(text) if isinstance(text, str) else text


def _address(*, required: bool) -> list[Any]:
    first = DataRequired("Tulis alamat email.") if required else Optional()
    return [first, Length(max=254), Email("Tulis alamat email yang lengkap, misalnya budi@bungokab.go.id.")]


class GrantForm(FlaskForm):  # type: ignore[misc]
    """Which role, where and for how long; who is chosen before. Both days are the ones people say: included."""

    role = SelectField("Peran", validators=[DataRequired("Pilih peran.")])
    unit = SelectField("Berlaku untuk", default="")
    starts_on = DateField("Mulai", validators=[DataRequired(_BAD_DATE)])
    last_day = DateField("Sampai dengan", validators=[Optional()])

    def offer(self, roles: list[Role], units: list[tuple[str, str]]) -> "GrantForm":
        self.role.choices = [SelectChoice("", "Pilih peran")] + [
            SelectChoice(role.value, ROLES[role]) for role in roles
        ]
        self.unit.choices = [SelectChoice(*unit) for unit in units]
        return self

    def check_days(self, day: date) -> bool:
        """Whether the days make sense from today; says what does not."""
        start, last = self.starts_on.data, self.last_day.data
        if start is not None and start < day:
            self.starts_on.errors = ["Peran mulai hari ini atau sesudahnya."]
        elif start is not None and start.year > 2100:
            self.starts_on.errors = [_BAD_DATE]
        elif last is not None and start is not None and (last < start or last.year > 2100):
            self.last_day.errors = ["Hari terakhir tidak boleh sebelum hari mulai."]
        return not (self.starts_on.errors or self.last_day.errors)


class RefusalForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis alasannya, supaya pengusul tahu apa yang perlu diubah."),
            Length(min=5, max=300, message="Alasan terdiri dari 5 sampai 300 huruf."),
        ],
    )


class InvitationForm(FlaskForm):  # type: ignore[misc]
    email = StringField("Alamat email", filters=[_tidied], validators=_address(required=True))


class GovernmentForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Nama", filters=[_tidied], validators=[DataRequired("Tulis nama lengkapnya."), Length(max=120)])
    short_name = StringField(
        "Nama pendek", filters=[_tidied], validators=[DataRequired("Tulis nama pendeknya."), Length(max=60)]
    )
    kind = SelectField("Jenis", choices=[SelectChoice(kind.value, words) for kind, words in KINDS])
    region_code = StringField(
        "Kode wilayah",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis kodenya."),
            Regexp(r"^\d{2}(\.\d{2})?$", message="Kode seperti 15 atau 15.08."),
        ],
    )
    seat = StringField("Ibu kota", filters=[_tidied], validators=[DataRequired("Tulis ibu kotanya."), Length(max=80)])
    timezone = SelectField("Zona waktu", choices=[SelectChoice(*zone) for zone in ZONES])
    hr_agency = StringField(
        "Badan kepegawaian", filters=[_tidied], validators=[DataRequired("Tulis nama badannya."), Length(max=150)]
    )
    hr_agency_short = StringField(
        "Singkatan badan", filters=[_tidied], validators=[DataRequired("Tulis singkatannya."), Length(max=40)]
    )
    seen = HiddenField()


class FirstAdministratorForm(FlaskForm):  # type: ignore[misc]
    nip = StringField("NIP", filters=[_tidied], validators=[DataRequired("Tulis NIP 18 angka.")])
    name = StringField(
        "Nama dengan gelar", filters=[_tidied], validators=[DataRequired("Tulis namanya."), Length(max=150)]
    )
    email = StringField("Alamat email", filters=[_tidied], validators=_address(required=True))

    def validate_nip(self, field: Any) -> None:
        fault = nip_fault(clean_nip(field.data or ""), EmployeeKind.PNS)
        if fault:
            raise ValidationError(fault)
