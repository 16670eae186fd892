"""The shape of what people type about proposals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.proposals import rules
from app.proposals.facts import ProposalFacts, ReportFacts, StartFacts, Subject
from app.proposals.models import ReviewItem
from app.proposals.rules import Finding
from app.web.fields import ChoiceField, CountField, DayField, MoneyField, offer
from app.web.inputs import tidy

_HOURS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
SPARE_ROWS = 3


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _lines(text: str | None) -> str:
    """Text with its lines kept and each tidied."""
    return "\n".join(tidy(line) for line in (text or "").replace("\r\n", "\n").split("\n")).strip()


def _text(label: str, longest: int, *, asked: str = "") -> StringField:
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return StringField(label, filters=[_tidied], validators=[DataRequired(asked), *checks] if asked else checks)


def _long(label: str, longest: int = 2000, *, asked: str = "", least: int = 0) -> TextAreaField:
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest:n} huruf.")]
    if least:
        checks.append(Length(min=least, message=f"{label} paling sedikit {least} huruf."))
    return TextAreaField(label, filters=[_lines], validators=[DataRequired(asked), *checks] if asked else checks)


@dataclass(frozen=True)
class SubjectRow:
    """A line of subjects as it was typed, with what is wrong with it."""

    title: str = ""
    hours: str = ""
    trouble: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.title and not self.hours


class ProposalForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Unit pengusul", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    title = _text("Nama kegiatan", 250, asked="Isi nama kegiatannya.")
    form_code = ChoiceField("Bentuk pengembangan")
    purpose = _long("Tujuan")
    basis = _long("Dasar kegiatan")
    starts_on = DayField("Mulai", [Optional()])
    ends_on = DayField("Selesai", [Optional()])
    place = _text("Tempat", 200)
    city = _text("Kota", 80)
    target = _long("Sasaran peserta")
    participants = CountField("Jumlah peserta", [Optional()])
    trainers = _long("Pengajar")
    cost = MoneyField("Biaya (rupiah)", [Optional()])
    fund_source = _text("Sumber dana", 150)
    subjects: list[SubjectRow]
    form_errors: list[str]
    lines = 0

    def validate_participants(self, field: CountField) -> None:
        if field.data is not None and not 1 <= field.data <= 10_000:
            raise ValidationError("Jumlah peserta antara 1 dan 10.000 orang.")

    def read_subjects(self, typed: MultiDict[str, str]) -> bool:
        """Take the lines of subjects; returns whether every one of them is right."""
        rows = [
            _row(tidy(title), hours.strip())
            for title, hours in zip_longest(typed.getlist("mata"), typed.getlist("jp"), fillvalue="")
        ]
        self.subjects = [row for row in rows if not row.is_empty]
        if len(self.subjects) > rules.SUBJECTS_AT_MOST:
            self.form_errors = [*self.form_errors, f"Paling banyak {rules.SUBJECTS_AT_MOST} mata pelatihan."]
            return False
        faults = [row for row in self.subjects if row.trouble]
        if faults:
            self.form_errors = [*self.form_errors, *dict.fromkeys(row.trouble for row in faults)]
        return not faults

    def add_lines(self, typed: MultiDict[str, str]) -> None:
        """Keep what was typed so far, right or wrong, and offer more lines than there were."""
        titles, hours = typed.getlist("mata"), typed.getlist("jp")
        rows = [SubjectRow(tidy(title), time.strip()) for title, time in zip_longest(titles, hours, fillvalue="")]
        self.subjects = [row for row in rows if not row.is_empty][: rules.SUBJECTS_AT_MOST]
        self.lines = len(rows) + SPARE_ROWS

    @property
    def shown_subjects(self) -> list[SubjectRow]:
        """The lines with a few empty ones below."""
        wanted = max(self.lines, len(self.subjects) + SPARE_ROWS)
        spare = min(wanted, rules.SUBJECTS_AT_MOST) - len(self.subjects)
        return [*self.subjects, *[SubjectRow()] * max(spare, 0)]

    @property
    def may_have_more_subjects(self) -> bool:
        return len(self.shown_subjects) < rules.SUBJECTS_AT_MOST

    def facts(self) -> ProposalFacts:
        return ProposalFacts(
            title=self.title.data,
            form_code=self.form_code.data or "",
            purpose=self.purpose.data,
            basis=self.basis.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            place=self.place.data,
            city=self.city.data,
            target=self.target.data,
            participants=self.participants.data,
            trainers=self.trainers.data,
            cost=self.cost.data,
            fund_source=self.fund_source.data,
            subjects=tuple(Subject(row.title, Decimal(row.hours.replace(",", "."))) for row in self.subjects),
        )


def _row(title: str, hours: str) -> SubjectRow:
    if not title and not hours:
        return SubjectRow()
    if not title:
        return SubjectRow(title, hours, f"Isi nama mata pelatihan untuk {hours[:10]} JP.")
    if len(title) > 200:
        return SubjectRow(title, hours, "Nama mata pelatihan paling panjang 200 huruf.")
    if not _HOURS.fullmatch(hours) or not 0 < Decimal(hours.replace(",", ".")) <= 2000:
        return SubjectRow(title, hours, f"JP {title[:60]} berupa angka lebih dari 0, misalnya 2 atau 2,5.")
    return SubjectRow(title, hours)


class DocumentForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Berkas", validators=[FileRequired("Pilih berkasnya.")])
    title = _text("Judul", 150, asked="Isi judul, supaya orang tahu isinya.")


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = _long("Alasan", 500, asked="Tulis alasannya; BKPSDM membacanya.", least=5)


_VERDICTS = [("sesuai", "Sesuai"), ("perbaiki", "Perlu diperbaiki")]


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """The checklist: for each item a verdict and a note."""

    note = _long("Catatan untuk unit")
    copies = _long("Tembusan surat balasan", 1000)

    def who_gets_copies(self) -> tuple[str, ...]:
        """A line each, as typed."""
        return tuple(line for one in self.copies.data.splitlines() if (line := " ".join(one.split())))

    def read_findings(
        self, typed: Mapping[str, str]
    ) -> tuple[dict[ReviewItem, Finding], dict[ReviewItem, tuple[str, str]]]:
        """The findings, and what was typed for the page to show again."""
        findings: dict[ReviewItem, Finding] = {}
        shown: dict[ReviewItem, tuple[str, str]] = {}
        for item in ReviewItem:
            verdict = typed.get(f"telaah-{item}", "")
            note = tidy(typed.get(f"catatan-{item}", ""))[:500]
            shown[item] = verdict, note
            if verdict in dict(_VERDICTS):
                findings[item] = Finding(verdict == "sesuai", note)
        return findings, shown


class StartForm(FlaskForm):  # type: ignore[misc]
    series_id = ChoiceField("Sertifikat", coerce=str)
    min_attendance = CountField("Kehadiran paling sedikit (%)", [InputRequired("Isi syarat kehadiran, misalnya 80.")])

    def facts(self) -> StartFacts:
        return StartFacts(int(self.series_id.data) if self.series_id.data else None, self.min_attendance.data)


class ReportForm(FlaskForm):  # type: ignore[misc]
    attended = CountField("Peserta yang hadir", [InputRequired("Isi jumlah peserta yang hadir.")])
    cost = MoneyField("Realisasi biaya (rupiah)", [InputRequired("Isi realisasi biayanya; isi 0 kalau tanpa biaya.")])
    notes = _long("Catatan pelaksanaan", 3000, asked="Tulis singkat bagaimana kegiatannya berjalan.")

    def facts(self) -> ReportFacts:
        return ReportFacts(self.attended.data, self.cost.data, self.notes.data)


class VerdictForm(FlaskForm):  # type: ignore[misc]
    verdict = RadioField(
        "Putusan",
        choices=offer([("terima", "Terima laporan"), ("kembalikan", "Kembalikan untuk diperbaiki")]),
        validators=[InputRequired("Pilih salah satu.")],
    )
    note = _long("Catatan", 500)

    def validate_note(self, field: TextAreaField) -> None:
        if self.verdict.data == "kembalikan" and not field.data:
            raise ValidationError("Tulis apa yang perlu diperbaiki, supaya unit tahu caranya.")
