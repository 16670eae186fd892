"""The shape of what people type about enrolments, programmes and batches."""

import re
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.base import wording
from app.organisation import labels as organisation_labels
from app.training import labels
from app.training.facts import BatchFacts, CloneWishes, MeetingFacts, MoveWishes, Pattern, ProgrammeFacts
from app.training.models import Audience, EnrolmentPolicy
from app.web.fields import (
    ISO_DAY,
    ChecksField,
    ChoiceField,
    CountField,
    DayField,
    FigureField,
    HourField,
    MomentField,
    MoneyField,
    line,
    offer,
    tidied,
)
from app.web.inputs import tidy

WEEKDAYS = offer(enumerate(wording.DAYS))


def _http_only(_form: FlaskForm, field: StringField) -> None:
    if field.data and not re.match(r"https?://[^\s/]+", field.data):
        raise ValidationError("Tautan diawali https://, misalnya https://rapat.penata.example/ruang.")


class RejectionForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan",
        filters=[lambda text: tidy(text) if text else text],
        validators=[
            DataRequired("Tulis alasannya, supaya pegawai tahu apa yang bisa dilakukan."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )


class AbsenceForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Alasan",
        filters=[lambda text: tidy(text) if text else text],
        validators=[
            DataRequired("Tulis alasannya, supaya panitia tahu."),
            Length(min=5, max=500, message="Alasan terdiri dari 5 sampai 500 huruf."),
        ],
    )
    file = FileField("Bukti")


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
    title = line("Nama program", 250, asked="Isi nama programnya.")
    code = line("Kode", 30)
    form_code = ChoiceField("Bentuk pengembangan", validators=[InputRequired("Pilih bentuknya; JP dihitung darinya.")])
    summary = TextAreaField(
        "Ringkasan",
        filters=[tidied],
        validators=[Length(max=2000, message="Ringkasan paling panjang 2.000 huruf.")],
    )
    organiser = line("Penyelenggara", 150, asked="Isi penyelenggaranya, misalnya BKPSDM.")
    kinds = ChecksField("Boleh diikuti oleh", choices=offer(organisation_labels.KINDS.items()))
    tiers = ChecksField("Jenjang jabatan", choices=offer(organisation_labels.TIERS.items()))
    is_international = BooleanField("Tingkat internasional")
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
            is_international=self.is_international.data,
        )


class SubjectForm(FlaskForm):  # type: ignore[misc]
    title = line("Mata pelatihan", 200, asked="Isi nama mata pelatihannya.")
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
    place = line("Tempat", 200)
    city = line("Kota", 80)
    address = line("Alamat", 200)
    trainer = line("Pengajar utama", 150)
    trainer_from = line("Asal pengajar", 150)
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


class RealisationForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    realised = MoneyField("Realisasi (rupiah)", [Optional()])


class CloneForm(FlaskForm):  # type: ignore[misc]
    starts_on = DayField("Mulai", [InputRequired("Isi tanggal mulai yang baru.")])
    schedule = BooleanField("Jadwal pertemuan dan susunan acara")
    documents = BooleanField("Dokumen dan materi")
    reservations = BooleanField("Jatah kursi unit")
    assignment = BooleanField("Penjelasan tugas")
    money = BooleanField("Anggaran")

    def wishes(self) -> CloneWishes:
        return CloneWishes(
            starts_on=self.starts_on.data,
            schedule=self.schedule.data,
            documents=self.documents.data,
            reservations=self.reservations.data,
            assignment=self.assignment.data,
            money=self.money.data,
        )


class MeetingForm(FlaskForm):  # type: ignore[misc]
    title = line("Nama pertemuan", 200, asked="Isi nama pertemuannya.")
    day = DayField("Tanggal", [InputRequired("Isi tanggalnya.")])
    begins = HourField("Jam mulai", [InputRequired("Isi jam mulai.")])
    ends = HourField("Jam selesai", [InputRequired("Isi jam selesai.")])
    place = line("Tempat", 200, asked="Isi tempatnya, atau tulis Daring.")
    online_url = line("Tautan ruang daring", 300)
    subject_id = ChoiceField("Mata pelatihan", coerce=str)
    trainer = line("Pengajar", 150)

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
    place = line("Tempat", 200, asked="Isi tempatnya, atau tulis Daring.")
    online_url = line("Tautan ruang daring", 300)
    trainer = line("Pengajar", 150)

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


class DistanceField(CountField):
    """Days, ahead with a minus."""

    trouble = "Isi jumlah hari, misalnya 7. Untuk memajukan pakai tanda minus, misalnya -7."

    def read(self, text: str) -> int:
        sign, digits = (-1, text[1:]) if text[0] in "-\N{MINUS SIGN}\N{EN DASH}" else (1, text)
        return sign * super().read(digits)


class MoveForm(FlaskForm):  # type: ignore[misc]
    days = DistanceField("Geser sekian hari")
    first = DayField("Atau pertemuan pertamanya menjadi")
    along = BooleanField("Geser juga batas-batasnya")
    seen = HiddenField()

    def validate_days(self, field: DistanceField) -> None:
        if field.data is None and not field.errors and not _is_typed(self.first):
            raise ValidationError("Isi jumlah harinya, atau tanggal pertemuan pertamanya.")

    def validate_first(self, field: DayField) -> None:
        if field.data is not None and self.days.data is not None:
            raise ValidationError("Isi salah satu saja: jumlah hari atau tanggalnya.")

    def wishes(self) -> MoveWishes:
        return MoveWishes(days=self.days.data, first=self.first.data, along=self.along.data)


def _is_typed(field: StringField) -> bool:
    return any(text.strip() for text in field.raw_data or ())


def _days_in(text: str | None) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", text or "") if one]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
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
    title = line("Judul", 150, asked="Isi judul, supaya orang tahu isinya.")
    audience = ChoiceField("Boleh dibuka oleh", choices=offer(labels.AUDIENCES.items()))

    def chosen(self) -> Audience:
        return Audience(self.audience.data)
