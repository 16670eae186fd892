"""The shape of what people type about sosialisasi."""

from collections.abc import Sequence
from itertools import zip_longest

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.attendance.models import AttendanceStatus
from app.initiatives.forms import long_text
from app.sosialisasi import labels
from app.sosialisasi.facts.events import EventFacts, Point, RoundFacts, SeriesWish, Speaker
from app.sosialisasi.models import AudienceKind, MaterialAccess
from app.sosialisasi.rules import events as rules
from app.web.fields import ChoiceField, CountField, MomentField, MoneyField, line, offer
from app.web.inputs import is_row_number, tidy

SPARE_ROWS = 3
LONGEST_POINT = 1_440


class Rows:
    """Lines of a form that were typed side by side: with empty ones below, and what is wrong with them."""

    def __init__(self, rows: Sequence[tuple[str, ...]] = ()) -> None:
        self.rows = [row for row in rows if any(row)]
        self.trouble = ""
        self.spare = SPARE_ROWS

    @classmethod
    def typed(cls, form: MultiDict[str, str], *names: str) -> "Rows":
        columns = [[tidy(one) for one in form.getlist(name)] for name in names]
        found = cls([tuple(row) for row in zip_longest(*columns, fillvalue="")])
        found.spare = max(SPARE_ROWS, max(map(len, columns), default=0) - len(found.rows))
        return found

    @property
    def shown(self) -> list[tuple[str, ...]]:
        width = len(self.rows[0]) if self.rows else 3
        return [*self.rows, *[("",) * width] * min(self.spare, max(rules.LINES_AT_MOST - len(self.rows), 0))]


class EventForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Unit penyelenggara", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    title = line("Judul", 200, asked="Isi judulnya.")
    series = line("Seri", 150)
    purpose = long_text("Tujuan", 2000, asked="Tulis tujuannya: apa yang dipahami peserta sesudahnya.")
    key_messages = long_text("Pesan kunci", 3000)
    initiative_id = ChoiceField("Untuk inisiatif", coerce=str)
    programme_id = ChoiceField("Untuk program pelatihan", coerce=str)
    basis = line("Dasar", 300)
    moderator = line("Moderator", 150)
    is_public = BooleanField("Terbuka untuk umum, dengan halaman yang bisa dibaca siapa saja")
    form_code = ChoiceField("Bentuk pengembangan", coerce=str)
    gives_hours = BooleanField("Pegawai yang hadir mendapat JP")
    gives_letter = BooleanField("Pegawai yang hadir mendapat surat keterangan")
    budget = MoneyField("Anggaran (rupiah)", [Optional()])
    realised = MoneyField("Realisasi (rupiah)", [Optional()])
    budget_line = line("Mata anggaran", 150)
    form_errors: list[str]
    speakers = Rows()
    agenda = Rows()

    def read_rows(self, form: MultiDict[str, str]) -> bool:
        """Take the speakers and the programme; returns whether every line is right."""
        self.speakers = Rows.typed(form, "narasumber", "asal")
        self.agenda = Rows.typed(form, "acara", "menit", "pengisi")
        self.speakers.trouble = _speaker_trouble(self.speakers.rows)
        self.agenda.trouble = _agenda_trouble(self.agenda.rows)
        troubles = [one for one in (self.speakers.trouble, self.agenda.trouble) if one]
        self.form_errors = [*self.form_errors, *troubles]
        return not troubles

    def facts(self) -> EventFacts:
        return EventFacts(
            title=self.title.data,
            series=self.series.data,
            purpose=self.purpose.data,
            key_messages=self.key_messages.data,
            basis=self.basis.data,
            moderator=self.moderator.data,
            initiative_id=number(self.initiative_id.data),
            programme_id=number(self.programme_id.data),
            is_public=self.is_public.data,
            form_code=self.form_code.data or "",
            gives_hours=self.gives_hours.data,
            gives_letter=self.gives_letter.data,
            budget=self.budget.data,
            realised=self.realised.data,
            budget_line=self.budget_line.data,
            speakers=tuple(Speaker(name, role) for name, role in self.speakers.rows),
            agenda=tuple(Point(title, int(minutes), who) for title, minutes, who in self.agenda.rows),
        )


def number(text: str | None) -> int | None:
    return int(text) if text and is_row_number(text) else None


def _speaker_trouble(rows: Sequence[tuple[str, ...]]) -> str:
    if len(rows) > rules.LINES_AT_MOST:
        return f"Paling banyak {rules.LINES_AT_MOST} narasumber."
    for name, role in rows:
        if not name:
            return f"Isi nama narasumber dari {role[:60]}."
        if len(name) > 150 or len(role) > 200:
            return "Nama narasumber paling panjang 150 huruf, jabatan atau asalnya 200 huruf."
    return ""


def _agenda_trouble(rows: Sequence[tuple[str, ...]]) -> str:
    if len(rows) > rules.LINES_AT_MOST:
        return f"Susunan acara paling banyak {rules.LINES_AT_MOST} baris."
    for title, minutes, who in rows:
        if not title:
            return "Isi nama acaranya di setiap baris susunan acara."
        if not is_row_number(minutes) or not 0 < int(minutes) <= LONGEST_POINT:
            return f"Lama {title[:60]} berupa menit, misalnya 45."
        if len(title) > 200 or len(who) > 150:
            return "Nama acara paling panjang 200 huruf, nama pengisinya 150 huruf."
    return ""


class RoundForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    starts_at = MomentField("Mulai", [InputRequired("Isi tanggal dan jam mulainya.")])
    ends_at = MomentField("Selesai", [InputRequired("Isi tanggal dan jam selesainya.")])
    place = line("Tempat", 200)
    address = line("Alamat", 200)
    city = line("Kota", 80)
    online_url = line("Tautan pertemuan daring", 300)
    seats = CountField("Kursi", [Optional()])
    reply_by = MomentField("Dijawab paling lambat", [Optional()])
    form_errors: list[str]

    def facts(self) -> RoundFacts:
        return RoundFacts(
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data,
            address=self.address.data,
            city=self.city.data,
            online_url=self.online_url.data,
            seats=self.seats.data,
            reply_by=self.reply_by.data,
        )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = long_text("Alasan", 500, asked="Tulis alasannya; semua yang diundang membacanya.", least=5)


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    nip = line("NIP", 24)
    status = ChoiceField("Sebenarnya", coerce=str, choices=offer(labels.CORRECTED, "Pilih hadir atau tidak"))
    reason = long_text("Alasan", 500, asked="Tulis alasannya; orangnya membaca ini.", least=5)

    def validate_status(self, field: ChoiceField) -> None:
        if not field.data:
            raise ValidationError("Pilih apakah orangnya hadir.")

    @property
    def digits(self) -> str:
        return "".join((self.nip.data or "").split())

    def chosen(self) -> AttendanceStatus:
        return AttendanceStatus(self.status.data)


class CloneForm(FlaskForm):  # type: ignore[misc]
    title = line("Judul salinan", 200, asked="Isi judul salinannya.")
    speakers = BooleanField("Narasumber")
    agenda = BooleanField("Susunan acara")
    materials = BooleanField("Materi")
    budget = BooleanField("Anggaran")


class SeriesForm(FlaskForm):  # type: ignore[misc]
    name = line("Nama seri", 150, asked="Isi nama serinya.")
    times = CountField(
        "Berapa kali lagi", [InputRequired("Isi berapa kali lagi."), NumberRange(1, 12, "Antara 1 dan 12 kali.")]
    )
    weeks = CountField(
        "Jaraknya, dalam minggu", [InputRequired("Isi jaraknya."), NumberRange(1, 52, "Antara 1 dan 52 minggu.")]
    )

    @property
    def wish(self) -> SeriesWish:
        return SeriesWish(self.name.data, self.times.data, self.weeks.data)


class MaterialForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Berkas", validators=[FileRequired("Pilih berkasnya.")])
    title = line("Judul", 150, asked="Isi judul, supaya orang tahu isinya.")
    access = ChoiceField("Bisa dibuka undangan", coerce=str, choices=offer(labels.ACCESS.items()))

    def chosen(self) -> MaterialAccess:
        return MaterialAccess(self.access.data)


class AudienceForm(FlaskForm):  # type: ignore[misc]
    """A line of an audience that is chosen from lists; posts and people are searched for instead."""

    kind = ChoiceField(
        "Siapa",
        coerce=str,
        choices=offer(
            (one, words)
            for one, words in labels.AUDIENCES.items()
            if one not in (AudienceKind.POSITION, AudienceKind.PERSON)
        ),
    )
    unit_id = ChoiceField("Unit", coerce=str)
    tier = ChoiceField("Jenjang", coerce=str)
    initiative_id = ChoiceField("Inisiatif", coerce=str)
    is_left_out = ChoiceField("Untuk", coerce=str, choices=offer([("", "Diundang"), ("1", "Dikecualikan")]))


class AnswerForm(FlaskForm):  # type: ignore[misc]
    reason = line("Alasan", 500)
    delegate_id = ChoiceField("Wakil", coerce=str)
    nip = line("NIP wakil", 24)
    round_id = ChoiceField("Putaran", coerce=str)
