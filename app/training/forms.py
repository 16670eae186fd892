"""The shape of what people type about enrolments, programmes and batches."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.base import wording
from app.organisation import labels as organisation_labels
from app.training import labels
from app.training.facts import BatchFacts, CloneWishes, MeetingFacts, Pattern, ProgrammeFacts
from app.training.models import Audience, EnrolmentPolicy
from app.web import dates
from app.web.inputs import is_row_number, tidy

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")


def offer(pairs: Iterable[tuple[Any, str]], first: str = "") -> list[SelectChoice]:
    """What one may choose; ``first`` are the words for choosing nothing."""
    choices = [SelectChoice(str(value), words) for value, words in pairs]
    return [SelectChoice("", first), *choices] if first else choices


WEEKDAYS = offer(enumerate(wording.DAYS))


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _text(label: str, longest: int, *, asked: str = "", **more: Any) -> StringField:
    """A line of text; ``asked`` is the sentence for who leaves it empty."""
    checks: list[Any] = [Length(max=longest, message=f"{label} paling panjang {longest} huruf.")]
    return StringField(label, filters=[_tidied], validators=[DataRequired(asked), *checks] if asked else checks, **more)


def _http_only(_form: FlaskForm, field: StringField) -> None:
    if field.data and not re.match(r"https?://[^\s/]+", field.data):
        raise ValidationError("Tautan diawali https://, misalnya https://rapat.penata.example/ruang.")


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
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
        if day is None or not EARLIEST <= day <= LATEST:
            raise ValueError
        return day


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


class RejectionForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan",
        filters=[lambda text: tidy(text) if text else text],
        validators=[
            DataRequired("Tulis alasannya, supaya pegawai tahu apa yang bisa dilakukan."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )


class CancellationForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan pembatalan",
        filters=[lambda text: tidy(text) if text else text],
        validators=[
            DataRequired("Tulis alasannya. Setiap pendaftar membacanya."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )


class ProgrammeForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    title = _text("Nama program", 250, asked="Isi nama programnya.")
    code = _text("Kode", 30)
    form_code = ChoiceField("Bentuk pengembangan", validators=[InputRequired("Pilih bentuknya; JP dihitung darinya.")])
    summary = TextAreaField(
        "Ringkasan",
        filters=[_tidied],
        validators=[Length(max=2000, message="Ringkasan paling panjang 2.000 huruf.")],
    )
    organiser = _text("Penyelenggara", 150, asked="Isi penyelenggaranya, misalnya BKPSDM.")
    kinds = ChecksField("Boleh diikuti oleh", choices=offer(organisation_labels.KINDS.items()))
    tiers = ChecksField("Jenjang jabatan", choices=offer(organisation_labels.TIERS.items()))
    min_attendance = CountField("Kehadiran paling sedikit (%)", [InputRequired("Isi syarat kehadiran, misalnya 80.")])
    min_score = FigureField("Nilai akhir paling rendah", [Optional()])
    needs_assignment = BooleanField("Tugas akhir harus selesai")
    series_id = ChoiceField("Sertifikat", coerce=str)
    design_id = ChoiceField("Desain sertifikat", coerce=str)
    validity_months = CountField("Masa berlaku sertifikat (bulan)", [Optional()])
    cost = MoneyField("Biaya per peserta (rupiah)", [Optional()])

    def validate_validity_months(self, field: CountField) -> None:
        if field.data is not None and not 1 <= field.data <= 600:
            raise ValidationError("Masa berlaku antara 1 dan 600 bulan. Kosongkan kalau tanpa batas.")

    def facts(self) -> ProgrammeFacts:
        return ProgrammeFacts(
            title=self.title.data,
            code=self.code.data,
            summary=self.summary.data,
            organiser=self.organiser.data,
            form_code=self.form_code.data,
            series_id=int(self.series_id.data) if self.series_id.data else None,
            design_id=int(self.design_id.data) if self.design_id.data else None,
            min_attendance=self.min_attendance.data,
            min_score=self.min_score.data,
            needs_assignment=self.needs_assignment.data,
            validity_months=self.validity_months.data,
            cost=self.cost.data,
            tiers=tuple(self.tiers.data or ()),
            kinds=tuple(self.kinds.data or ()),
        )


class SubjectForm(FlaskForm):  # type: ignore[misc]
    title = _text("Mata pelatihan", 200, asked="Isi nama mata pelatihannya.")
    lesson_hours = FigureField("JP", [InputRequired("Isi JP-nya, misalnya 2.")])
    competency_id = ChoiceField("Kompetensi yang dilatih", coerce=str)

    def validate_lesson_hours(self, field: FigureField) -> None:
        if field.data is not None and not 0 < field.data <= 2000:
            raise ValidationError("JP lebih dari 0 dan paling banyak 2.000.")

    @property
    def competency(self) -> int | None:
        return int(self.competency_id.data) if self.competency_id.data else None


class RaisedForm(FlaskForm):  # type: ignore[misc]
    raised_id = ChoiceField("Kompetensi", coerce=str, validators=[InputRequired("Pilih kompetensinya.")])
    level = ChoiceField("Sampai level", choices=offer((one, f"Level {one}") for one in range(1, 6)))


class BatchForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    starts_on = DayField("Mulai", [InputRequired("Isi tanggal mulai.")])
    ends_on = DayField("Selesai", [InputRequired("Isi tanggal selesai.")])
    place = _text("Tempat", 200)
    city = _text("Kota", 80)
    address = _text("Alamat", 200)
    trainer = _text("Pengajar utama", 150)
    trainer_from = _text("Asal pengajar", 150)
    seats = CountField("Jumlah kursi", [InputRequired("Isi jumlah kursinya.")])
    min_participants = CountField("Peserta paling sedikit", [Optional()])
    decide_on = DayField("Jumlah peserta diperiksa pada", [Optional()])
    policy = ChoiceField(
        "Cara mendaftar", choices=offer((key, words.rstrip(".")) for key, words in labels.POLICIES.items())
    )
    enrolment_opens_at = MomentField("Pendaftaran dibuka", [Optional()])
    enrolment_closes_at = MomentField("Pendaftaran ditutup", [Optional()])
    withdrawal_closes_at = MomentField("Batas peserta membatalkan", [Optional()])
    lesson_hours = FigureField("JP (ditetapkan panitia)", [Optional()])
    budget = MoneyField("Anggaran (rupiah)", [Optional()])
    realised = MoneyField("Realisasi (rupiah)", [Optional()])

    def validate_seats(self, field: CountField) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError("Paling sedikit 1 kursi.")

    def validate_min_participants(self, field: CountField) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError("Paling sedikit 1 orang, atau kosongkan.")

    def validate_lesson_hours(self, field: FigureField) -> None:
        if field.data is not None and field.data > 2000:
            raise ValidationError("JP paling banyak 2.000.")

    def facts(self) -> BatchFacts:
        return BatchFacts(
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            city=self.city.data,
            place=self.place.data,
            address=self.address.data,
            trainer=self.trainer.data,
            trainer_from=self.trainer_from.data,
            seats=self.seats.data,
            min_participants=self.min_participants.data,
            decide_on=self.decide_on.data,
            policy=EnrolmentPolicy(self.policy.data),
            enrolment_opens_at=self.enrolment_opens_at.data,
            enrolment_closes_at=self.enrolment_closes_at.data,
            withdrawal_closes_at=self.withdrawal_closes_at.data,
            lesson_hours=self.lesson_hours.data,
            budget=self.budget.data,
            realised=self.realised.data,
        )


class CloneForm(FlaskForm):  # type: ignore[misc]
    starts_on = DayField("Mulai", [InputRequired("Isi tanggal mulai yang baru.")])
    schedule = BooleanField("Jadwal pertemuan dan susunan acara")
    documents = BooleanField("Dokumen dan materi")
    reservations = BooleanField("Jatah kursi unit")
    money = BooleanField("Anggaran")

    def wishes(self) -> CloneWishes:
        return CloneWishes(
            starts_on=self.starts_on.data,
            schedule=self.schedule.data,
            documents=self.documents.data,
            reservations=self.reservations.data,
            money=self.money.data,
        )


class MeetingForm(FlaskForm):  # type: ignore[misc]
    title = _text("Nama pertemuan", 200, asked="Isi nama pertemuannya.")
    day = DayField("Tanggal", [InputRequired("Isi tanggalnya.")])
    begins = HourField("Jam mulai", [InputRequired("Isi jam mulai.")])
    ends = HourField("Jam selesai", [InputRequired("Isi jam selesai.")])
    place = _text("Tempat", 200, asked="Isi tempatnya, atau tulis Daring.")
    online_url = _text("Tautan ruang daring", 300)
    subject_id = ChoiceField("Mata pelatihan", coerce=str)
    trainer = _text("Pengajar", 150)

    def validate_online_url(self, field: StringField) -> None:
        _http_only(self, field)

    def facts(self) -> MeetingFacts:
        return MeetingFacts(
            title=self.title.data,
            day=self.day.data,
            begins=self.begins.data,
            ends=self.ends.data,
            place=self.place.data,
            online_url=self.online_url.data,
            subject_id=int(self.subject_id.data) if self.subject_id.data else None,
            trainer=self.trainer.data,
        )


class PatternForm(FlaskForm):  # type: ignore[misc]
    first = DayField("Dari tanggal", [InputRequired("Isi tanggal pertama.")])
    last = DayField("Sampai tanggal", [InputRequired("Isi tanggal terakhir.")])
    weekdays = ChecksField("Hari", choices=WEEKDAYS, validators=[InputRequired("Pilih paling sedikit satu hari.")])
    begins = HourField("Jam mulai", [InputRequired("Isi jam mulai.")])
    ends = HourField("Jam selesai", [InputRequired("Isi jam selesai.")])
    left_out = TextAreaField("Kecuali tanggal")
    place = _text("Tempat", 200, asked="Isi tempatnya, atau tulis Daring.")
    online_url = _text("Tautan ruang daring", 300)
    trainer = _text("Pengajar", 150)

    def validate_online_url(self, field: StringField) -> None:
        _http_only(self, field)

    def validate_left_out(self, field: TextAreaField) -> None:
        for text in _days_in(field.data):
            if _day(text) is None:
                raise ValidationError(f"«{text[:20]}» bukan tanggal. Tulis seperti 2027-03-15, satu per baris.")

    def pattern(self) -> Pattern:
        days = [day for day in map(_day, _days_in(self.left_out.data)) if day is not None]
        return Pattern(
            first=self.first.data,
            last=self.last.data,
            weekdays=tuple(int(one) for one in self.weekdays.data),
            begins=self.begins.data,
            ends=self.ends.data,
            left_out=tuple(days),
            place=self.place.data,
            online_url=self.online_url.data,
            trainer=self.trainer.data,
        )


def _days_in(text: str | None) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", text or "") if one]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


class ReservationForm(FlaskForm):  # type: ignore[misc]
    unit_id = ChoiceField("Unit", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    seats = CountField("Jumlah kursi", [InputRequired("Isi jumlah kursinya.")])
    until = DayField("Disimpan sampai", [InputRequired("Isi kapan kursi dilepas untuk semua.")])

    def validate_seats(self, field: CountField) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError("Paling sedikit 1 kursi.")


class DocumentForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Berkas", validators=[FileRequired("Pilih berkasnya.")])
    title = _text("Judul", 150, asked="Isi judul, supaya orang tahu isinya.")
    audience = ChoiceField("Boleh dibuka oleh", choices=offer(labels.AUDIENCES.items()))

    def chosen(self) -> Audience:
        return Audience(self.audience.data)
