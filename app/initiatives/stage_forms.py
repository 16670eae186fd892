"""The shape of what people type about stages, their papers and their gates."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Optional

from app.initiatives.facts import StageDays, StageFacts
from app.initiatives.forms import long_text
from app.initiatives.models import StagePattern
from app.web.fields import DayField, line
from app.web.inputs import is_row_number

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


class StageFactsForm(FlaskForm):  # type: ignore[misc]
    """The words of a stage, in the government's list and in an initiative."""

    version = HiddenField()
    name = line("Nama tahapan", 150, asked="Isi nama tahapannya.")
    about = long_text("Yang dikerjakan", 1000)
    gate = line("Syarat lolos", 300, asked="Isi kapan tahapan ini boleh disebut selesai.")
    lead = line("Pelaksana utama", 150)
    basis = line("Dasar hukum", 300)
    form_errors: list[str]

    def stage(self, documents: tuple[str, ...] = ()) -> StageFacts:
        words = (self.name.data, self.gate.data, self.about.data)
        return StageFacts(*words, documents, self.lead.data, self.basis.data)

    def versioned(self) -> int:
        text = str(self.version.data or "")
        return int(text) if is_row_number(text) else -1


class PatternForm(StageFactsForm):
    documents = long_text("Dokumen", 1000, description="Satu dokumen per baris.")

    def pattern(self) -> StageFacts:
        titles = (one[:150] for one in self.documents.data.splitlines())
        return self.stage(tuple(one for one in titles if one))

    @classmethod
    def of(cls, row: StagePattern) -> "PatternForm":
        return cls(formdata=None, obj=row)


class StageForm(StageFactsForm):
    starts_on = DayField("Rencana mulai", [Optional()])
    ends_on = DayField("Rencana selesai", [Optional()])
    began_on = DayField("Benar-benar mulai", [Optional()])
    ended_on = DayField("Benar-benar selesai", [Optional()])

    def days(self) -> StageDays:
        return StageDays(self.starts_on.data, self.ends_on.data, self.began_on.data, self.ended_on.data)


class GateForm(FlaskForm):  # type: ignore[misc]
    ended_on = DayField("Selesai pada", [InputRequired("Isi tanggal selesainya.")])
    note = long_text("Catatan", 500)
    form_errors: list[str]


class PaperForm(FlaskForm):  # type: ignore[misc]
    """A file or an address; with neither it is a document that is still expected."""

    title = line("Judul dokumen", 150, asked="Isi judulnya, supaya orang tahu isinya.")
    file = FileField("Berkas")
    address = line("Atau tautan", 500, description="Kalau dokumennya sudah ada di tempat lain, misalnya JDIH.")
    is_shared = BooleanField("Boleh dibaca pegawai yang terdampak")
    form_errors: list[str]

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        if self.address.data and self.file.data:
            self.address.errors = [*self.address.errors, "Unggah berkas atau tulis tautan, jangan keduanya."]
            return False
        if self.address.data and not _ADDRESS.fullmatch(self.address.data):
            self.address.errors = [*self.address.errors, "Tulis tautan lengkap, misalnya https://jdih.example.go.id/1."]
            return False
        return is_good
