"""The shape of what people type about certificates."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from app.certificates import labels
from app.certificates.models import KeyKind, Signing
from app.certificates.style import READABLE, VISIBLE, Layout, Texts, problem_of_colour, problems_of_text
from app.certificates.wishes import DesignFacts, SeriesFacts
from app.web.inputs import is_row_number, tidy


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _text(label: str, longest: int, *, asked: str = "", **more: Any) -> StringField:
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return StringField(label, filters=[_tidied], validators=[DataRequired(asked), *checks] if asked else checks, **more)


def _words(label: str, longest: int, *, asked: str = "") -> TextAreaField:
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return TextAreaField(label, filters=[_tidied], validators=[DataRequired(asked), *checks] if asked else checks)


class SeriesForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    organiser = _text("Penyelenggara", 150, asked="Isi penyelenggaranya, seperti tercetak di bawah nama pemerintah.")
    unit_code = _text("Kode unit", 40)
    classification = _text("Klasifikasi", 40)
    pattern = _text("Pola nomor", 120, asked="Isi pola nomornya, misalnya 800.2.3/{urut}/{unit}/{bulan}/{tahun}.")
    signatory_heading = _text("Baris di atas jabatan", 150)
    position_id = SelectField("Jabatan penanda tangan", validate_choice=True)
    signatory_position = _text("Jabatan, kalau diketik", 150)
    signatory_name = _text("Nama, kalau diketik", 150)
    signatory_nip = StringField(
        "NIP, kalau diketik",
        filters=[_tidied],
        validators=[Regexp(r"(?:[0-9]{18})?$", message="NIP terdiri dari 18 angka.")],
    )
    signing = SelectField(
        "Tanda tangan elektronik", choices=[SelectChoice(one, words) for one, words in labels.SIGNINGS.items()]
    )

    def validate_signatory_name(self, field: StringField) -> None:
        if not self.position_id.data and not field.data:
            raise ValidationError("Pilih jabatan penanda tangan, atau ketik namanya.")

    def facts(self) -> SeriesFacts:
        return SeriesFacts(
            organiser=self.organiser.data,
            unit_code=self.unit_code.data,
            classification=self.classification.data,
            pattern=self.pattern.data,
            signatory_heading=self.signatory_heading.data,
            signatory_position_id=int(self.position_id.data) if is_row_number(self.position_id.data or "") else None,
            signatory_position=self.signatory_position.data,
            signatory_name=self.signatory_name.data,
            signatory_nip=self.signatory_nip.data,
            signing=Signing(self.signing.data),
        )


class KeyForm(FlaskForm):  # type: ignore[misc]
    name = _text("Nama kunci", 30, asked="Isi nama kuncinya, misalnya KABAN_2026.")
    kind = RadioField(
        "Jenis",
        choices=[SelectChoice(one, words) for one, words in labels.KEY_KINDS.items()],
        validators=[InputRequired("Pilih jenis kuncinya.")],
        default=KeyKind.PKCS12,
    )
    nip = StringField(
        "NIP pejabat pemiliknya",
        filters=[_tidied],
        validators=[Regexp(r"(?:[0-9]{18})?$", message="NIP terdiri dari 18 angka.")],
    )


class RecallForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan pencabutan",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis alasannya. Pemegang dan siapa pun yang memeriksa membacanya."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )


class ReplacementForm(FlaskForm):  # type: ignore[misc]
    holder_name = _text("Nama", 150, asked="Isi nama yang benar.")
    holder_position = _text("Jabatan", 200)
    holder_unit = _text("Unit", 200)
    reason = TextAreaField(
        "Alasan penggantian",
        filters=[_tidied],
        validators=[
            DataRequired("Tulis alasannya. Siapa pun yang memeriksa sertifikat lama membacanya."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )


class NameForm(FlaskForm):  # type: ignore[misc]
    certificate_id = HiddenField()
    wanted = _text("Nama yang benar", 150, asked="Tulis nama yang benar, lengkap dengan gelarnya.")
    note = _words("Catatan", 500)


class NameDecisionForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(
        "Keputusan",
        choices=[SelectChoice("grant", "Terima: nama dicetak seperti usulan"), SelectChoice("refuse", "Tolak")],
        validators=[InputRequired("Pilih keputusannya.")],
    )
    answer = _words("Jawaban untuk pegawai", 500)

    def validate_answer(self, field: TextAreaField) -> None:
        if self.decision.data == "refuse" and not field.data:
            raise ValidationError("Tulis alasan penolakannya, supaya pegawai tahu apa yang perlu diperbaiki.")


class ComparisonForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Berkas PDF", validators=[FileRequired("Pilih berkas PDF yang akan diperiksa.")])


def _placeholders(_form: FlaskForm, field: Any) -> None:
    for problem in problems_of_text(field.data or ""):
        raise ValidationError(problem)


def _design_text(label: str, longest: int, *, asked: str = "") -> StringField:
    field: StringField = _text(label, longest, asked=asked)
    field.kwargs["validators"] = [*field.kwargs["validators"], _placeholders]
    return field


class DesignForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    name = _text("Nama desain", 80, asked="Isi nama desainnya, misalnya Pelatihan teknis.")
    layout = RadioField(
        "Bentuk",
        choices=[SelectChoice(one, f"{name}. {words}") for one, (name, words) in labels.LAYOUTS.items()],
        validators=[InputRequired("Pilih bentuknya.")],
        default=Layout.SHOOTS,
    )
    primary = _text("Warna utama", 7, asked="Isi warnanya, misalnya #0d4459.", default="#0d4459")
    accent = _text("Warna hiasan", 7, asked="Isi warnanya, misalnya #b8860f.", default="#b8860f")
    heading = _design_text("Judul", 60, asked="Isi judulnya, misalnya Sertifikat.")
    given = _design_text("Baris sebelum nama", 80)
    role = _design_text("Baris sesudah nama", 120)
    occasion = _design_text("Kalimat tentang pelatihannya", 300)
    remark = _design_text("Catatan di halaman belakang", 300)
    logo = FileField("Lambang")
    drop_logo = BooleanField("Hapus lambang yang ada")

    def validate_primary(self, field: StringField) -> None:
        _ensure_colour(field, READABLE)

    def validate_accent(self, field: StringField) -> None:
        _ensure_colour(field, VISIBLE)

    def facts(self) -> DesignFacts:
        texts = Texts(self.heading.data, self.given.data, self.role.data, self.occasion.data, self.remark.data)
        return DesignFacts(
            self.name.data, Layout(self.layout.data), self.primary.data.lower(), self.accent.data.lower(), texts
        )


def _ensure_colour(field: StringField, least: float) -> None:
    if problem := problem_of_colour((field.data or "").lower(), least):
        raise ValidationError(problem)
