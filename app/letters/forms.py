"""The shape of what people type about letterheads."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from app.letters import labels
from app.letters.facts import LetterheadFacts, SeriesFacts
from app.letters.models import Paper
from app.letters.rules import Words
from app.web.inputs import tidy

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _text(label: str, longest: int, *, asked: str = "") -> StringField:
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return StringField(label, filters=[_tidied], validators=[DataRequired(asked), *checks] if asked else checks)


def version_of(form: FlaskForm) -> int:
    """The version the form was filled in from; nothing fits a number that was tampered with."""
    text = str(form.version.data or "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class _Choice(SelectField):  # type: ignore[misc]
    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError("Pilih salah satu dari daftarnya.") from error


class LetterheadForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    government_name = _text("Baris pertama", 150, asked="Isi nama pemerintah daerahnya.")
    unit_name = _text("Nama unit pada kop", 200, asked="Isi nama unitnya.")
    address = _text("Alamat", 250)
    phone = _text("Telepon", 60)
    email = _text("Email", 120)
    web = _text("Laman", 120)
    city = _text("Kota", 80, asked="Isi kotanya; tercetak di depan tanggal surat.")
    paper = _Choice("Ukuran kertas", choices=[SelectChoice(one.value, words) for one, words in labels.PAPERS.items()])
    signatory_id = _Choice("Penanda tangan", coerce=str)
    on_behalf_of = _text("Atas nama (a.n.)", 150)
    pattern = _text("Pola nomor", 100, asked="Isi pola nomornya.")
    unit_code = _text("Kode unit pada nomor", 40, asked="Isi kode unitnya.")
    classification = _text("Kode klasifikasi", 20, asked="Isi kode klasifikasinya.")

    def validate_email(self, field: StringField) -> None:
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError("Email ditulis seperti dinas@penata.example.")

    def facts(self) -> LetterheadFacts:
        return LetterheadFacts(
            government_name=self.government_name.data,
            unit_name=self.unit_name.data,
            address=self.address.data,
            phone=self.phone.data,
            email=self.email.data,
            web=self.web.data,
            city=self.city.data,
            signatory_position_id=int(self.signatory_id.data) if self.signatory_id.data else None,
            on_behalf_of=self.on_behalf_of.data,
            paper=Paper(self.paper.data),
        )

    def numbers(self) -> SeriesFacts:
        return SeriesFacts(self.pattern.data, self.unit_code.data, self.classification.data)


class EmblemForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Lambang", validators=[FileRequired("Pilih gambarnya.")])


class WordsForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    subject = _text("Hal", 200, asked="Isi hal suratnya.")
    opening = TextAreaField(
        "Paragraf sebelum rincian",
        validators=[
            DataRequired("Isi paling sedikit satu paragraf."),
            Length(max=3000, message="Paling panjang 3.000 huruf."),
        ],
    )
    closing = TextAreaField(
        "Paragraf sesudah rincian",
        validators=[
            DataRequired("Isi paling sedikit satu paragraf."),
            Length(max=3000, message="Paling panjang 3.000 huruf."),
        ],
    )
    copies = TextAreaField("Tembusan", validators=[Length(max=1000, message="Paling panjang 1.000 huruf.")])

    def words(self) -> Words:
        return Words(
            self.subject.data,
            self.opening.data.strip(),
            self.closing.data.strip(),
            (self.copies.data or "").strip(),
        )
