"""The shape of what people type about their lesson hours."""

from collections.abc import Mapping
from dataclasses import astuple
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.competency.models import DevelopmentForm, JpRule
from app.learning import labels
from app.learning.rules import Activity
from app.learning.rules.versions import Conversion
from app.web.fields import ChoiceField, CountField, DayField, FigureField, line, offer, tidied

ACCEPT, REFUSE = "accept", "refuse"


class ClaimForm(FlaskForm):  # type: ignore[misc]
    title = line("Nama kegiatan", 250, asked="Isi nama kegiatannya, seperti tertulis di sertifikat.")
    form_code = ChoiceField("Bentuk kegiatan", validators=[InputRequired("Pilih bentuknya; JP dihitung darinya.")])
    organiser = line("Penyelenggara", 150, asked="Isi penyelenggaranya.")
    starts_on = DayField("Mulai", [InputRequired("Isi tanggal mulainya.")])
    ends_on = DayField("Selesai", [InputRequired("Isi tanggal selesainya.")])
    quantity = FigureField("Jumlah", [InputRequired("Isi jumlahnya.")])
    # The unit the quantity was asked in; a version of the form's rule may count in another.
    unit = HiddenField(default="")
    is_international = BooleanField("Kegiatan ini bertaraf internasional")
    certificate_number = line("Nomor sertifikat atau surat", 150)
    file = FileField("Bukti", validators=[FileRequired("Pilih berkas buktinya: PDF, PNG, atau JPEG.")])
    is_another = BooleanField("Ini kegiatan lain, bukan yang sudah tercatat")

    def __init__(self, forms: Mapping[str, DevelopmentForm], **values: Any) -> None:
        super().__init__(**values)
        self.forms = forms
        self.form_code.choices = offer([(one.code, one.name) for one in forms.values()], "Pilih bentuk kegiatan")

    def validate_quantity(self, field: FigureField) -> None:
        if field.data is not None and field.data <= 0:
            raise ValidationError("Jumlahnya lebih dari nol.")

    @property
    def activity(self) -> Activity:
        return Activity(
            form_code=self.form_code.data,
            title=self.title.data,
            organiser=self.organiser.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            quantity=self.quantity.data,
            is_international=bool(self.is_international.data),
            certificate_number=self.certificate_number.data,
        )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    decision = RadioField(
        "Keputusan",
        choices=[SelectChoice(ACCEPT, "Akui"), SelectChoice(REFUSE, "Jangan akui")],
        validators=[InputRequired("Pilih akui atau jangan akui.")],
    )
    hours = FigureField("JP yang benar", [Optional()])
    reason = TextAreaField(
        "Alasan", filters=[tidied], validators=[Length(max=500, message="Alasan paling panjang 500 huruf.")]
    )

    def validate_hours(self, field: FigureField) -> None:
        if field.data is not None and not Decimal(0) < field.data <= Decimal(5000):
            raise ValidationError("JP antara 0 dan 5.000.")


class SettingForm(FlaskForm):  # type: ignore[misc]
    key = ChoiceField("Pengaturan", validators=[InputRequired("Pilih pengaturannya.")])
    value = CountField("Nilai baru", [InputRequired("Isi nilainya.")])
    valid_from = DayField("Berlaku mulai", [InputRequired("Isi mulai kapan berlakunya.")])
    source = line("Dasar", 300, asked="Tulis dasarnya, misalnya nomor surat edaran.")

    def __init__(self, names: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.key.choices = offer(names.items(), "Pilih pengaturan")


class KindChangeForm(FlaskForm):  # type: ignore[misc]
    kind_before = ChoiceField(
        "Sebelumnya",
        choices=offer(labels.KINDS.items(), "Pilih jenis pegawai"),
        validators=[InputRequired("Pilih jenis sebelumnya.")],
    )
    on_day = DayField("Berubah sejak", [InputRequired("Isi tanggal perubahannya.")])


class VersionForm(FlaskForm):  # type: ignore[misc]
    """What every version of a rule of lesson hours asks."""

    valid_from = DayField("Berlaku mulai", [InputRequired("Isi mulai kapan berlakunya.")])
    source = line(
        "Dasar", 300, asked="Tulis dasarnya, misalnya nomor surat edaran.", description="Peraturan atau surat edaran."
    )


class FormRuleForm(VersionForm):
    """How one form of development counts."""

    jp_rule = ChoiceField(
        "Cara hitung",
        choices=offer([(one.value, words) for one, words in labels.RULES.items()]),
        validators=[InputRequired("Pilih cara hitungnya.")],
    )
    per_unit = FigureField(
        "JP",
        [Optional()],
        description="Untuk satu hari, sesi, kegiatan, atau semester, menurut cara hitungnya. Kosongkan bila tidak ada.",
    )
    international = FigureField("JP bila internasional", [Optional()], description="Kosong berarti sama saja.")
    bonus = FigureField("Tambahan bila internasional (persen)", [Optional()])
    sessions = FigureField(
        "Batas sesi sebulan", [Optional()], description="Hanya untuk hitungan per sesi. Kosong berarti tanpa batas."
    )
    is_sure = BooleanField("Hitung ulang baris yang sudah tercatat")
    # What was typed when its consequences were shown; whoever types something else since is shown them again.
    seen = HiddenField(default="")

    @property
    def typed(self) -> str:
        """The day and the figures as they stand, for ``seen``."""
        return " ".join(str(one) for one in (self.valid_from.data, *astuple(self.conversion)))

    @property
    def conversion(self) -> Conversion:
        return Conversion(
            JpRule(self.jp_rule.data), self.per_unit.data, self.international.data, self.bonus.data, self.sessions.data
        )


class TargetForm(VersionForm):
    hours = FigureField("JP setahun", [InputRequired("Isi JP-nya.")])
    bound = ChoiceField(
        "Artinya", choices=offer(labels.BOUNDS.items()), validators=[InputRequired("Pilih target atau batas.")]
    )
