"""The shape of what people type about units, posts and people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from app.organisation import labels
from app.organisation.models import EmployeeKind, LeavingReason, PlacementKind
from app.organisation.ranks import rank_fault, read_rank
from app.organisation.rules import clean_nip, nip_fault
from app.web.inputs import is_row_number, tidy

FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2100, 12, 31)
PARTS_AT_MOST = 6
NOTHING = ""


def offered(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """(value, words) as a field offers them."""
    return [SelectChoice(value, words) for value, words in pairs]


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _number_or_none(text: Any) -> int | None:
    return int(text) if is_row_number(str(text or "")) else None


def _in_our_times(_form: FlaskForm, field: DateField) -> None:
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError("Tanggal antara 17 Agustus 1945 dan 31 Desember 2100.")


def _name(label: str, missing: str, longest: int = 200) -> StringField:
    return StringField(
        label,
        filters=[_tidied],
        validators=[DataRequired(missing), Length(min=3, max=longest, message=f"Isi 3 sampai {longest} huruf.")],
    )


def _text(label: str, longest: int, description: str = "") -> StringField:
    return StringField(
        label,
        filters=[_tidied],
        validators=[Length(max=longest, message=f"Paling panjang {longest} huruf.")],
        description=description,
    )


def _day(label: str, description: str = "", *, required: bool = True) -> DateField:
    needed = DataRequired("Pilih tanggalnya, misalnya 02/01/2027.") if required else Optional()
    return DateField(label, validators=[needed, _in_our_times], description=description)


class Versioned(FlaskForm):  # type: ignore[misc]
    version = HiddenField(default="1")

    @property
    def seen_version(self) -> int:
        """The version the form was filled in from; one that nothing has where it was tampered with."""
        return _number_or_none(self.version.data) or 0


class UnitForm(FlaskForm):  # type: ignore[misc]
    name = _name("Nama unit", "Tulis nama unit.")
    kind = SelectField("Jenis", choices=offered(labels.UNIT_KINDS.items()))
    parent = SelectField("Induk", coerce=_number_or_none)
    code = _text("Kode", 40, "Kode unor di SIASN atau kode perangkat daerah.")
    on = _day("Berlaku mulai")


class CorrectionForm(Versioned):
    name = _name("Nama unit", "Tulis nama unit.")
    kind = SelectField("Jenis", choices=offered(labels.UNIT_KINDS.items()))
    code = _text("Kode", 40)


class ChangeForm(Versioned):
    """What every change of the structure asks."""

    on = _day("Berlaku mulai", "Tanggal di depan boleh: perubahan berlaku sendiri pada hari itu.")
    legal_basis = _text("Dasar hukum", 200, "Misalnya Perda Nomor 4 Tahun 2026.")


class RenameForm(ChangeForm):
    name = _name("Nama baru", "Tulis nama barunya.")


class MoveForm(ChangeForm):
    parent = SelectField("Induk baru", coerce=_number_or_none)


class MergeForm(ChangeForm):
    others = SelectMultipleField(
        "Digabung dengan",
        coerce=int,
        validators=[DataRequired("Pilih sedikitnya satu unit lain.")],
        description="Di komputer, tahan Ctrl untuk memilih lebih dari satu.",
    )
    name = _name("Nama unit hasil penggabungan", "Tulis nama unit hasilnya.")


class SplitForm(ChangeForm):
    names = TextAreaField(
        "Nama unit hasil pemecahan",
        validators=[DataRequired("Tulis nama unit hasilnya, satu baris satu unit.")],
        description="Satu baris satu unit.",
    )

    @property
    def parts(self) -> list[str]:
        return [line for line in (tidy(line) for line in (self.names.data or "").splitlines()) if line]

    def validate_names(self, _field: TextAreaField) -> None:
        if not 2 <= len(self.parts) <= PARTS_AT_MOST:
            raise ValidationError(f"Tulis 2 sampai {PARTS_AT_MOST} nama, satu baris satu unit.")
        if len({name.lower() for name in self.parts}) < len(self.parts):
            raise ValidationError("Ada dua nama yang sama. Setiap unit hasil punya nama sendiri.")
        if any(not 3 <= len(name) <= 200 for name in self.parts):
            raise ValidationError("Setiap nama terdiri dari 3 sampai 200 huruf.")


class ClosingForm(Versioned):
    on = _day("Ditutup mulai")


class PositionForm(Versioned):
    title = _name("Nama jabatan", "Tulis nama jabatan.")
    tier = SelectField("Jenjang", choices=offered((tier.value, words) for tier, words in labels.TIERS.items()))
    grade = IntegerField("Kelas jabatan", validators=[Optional(), NumberRange(1, 17, "Kelas jabatan 1 sampai 17.")])
    needed = IntegerField(
        "Kebutuhan (orang)",
        validators=[InputRequired("Isi kebutuhannya; 0 kalau tidak ada."), NumberRange(0, 10_000, "0 sampai 10.000.")],
        description="Menurut analisis beban kerja.",
    )
    reports_to = SelectField("Atasan", coerce=_number_or_none)
    code = _text("Kode", 40)
    on = _day("Berlaku mulai")

    @property
    def facts(self) -> dict[str, Any]:
        """Only what may be written, by the names of the services (security A7)."""
        return {
            "title": self.title.data,
            "tier": self.tier.data,
            "grade": self.grade.data,
            "needed": self.needed.data,
            "code": self.code.data,
            "reports_to_id": self.reports_to.data,
        }


class PositionChangeForm(PositionForm):
    is_correction = BooleanField(
        "Ini hanya perbaikan salah ketik",
        description="Perbaikan berlaku sejak jabatan ini ada, dan tanggal di atas diabaikan.",
    )


class PlacementForm(FlaskForm):  # type: ignore[misc]
    employee = HiddenField(validators=[DataRequired("Pilih pegawainya dulu.")])
    kind = SelectField("Sebagai", choices=offered((kind.value, labels.PLACEMENTS_LONG[kind]) for kind in PlacementKind))
    on = _day("Mulai")
    until = _day("Sampai sebelum", "Untuk Plt. dan Plh.; boleh kosong.", required=False)


class EndForm(FlaskForm):  # type: ignore[misc]
    on = _day("Berakhir mulai", "Hari pertama tidak lagi menjabat.")


class PlacementCorrectionForm(FlaskForm):  # type: ignore[misc]
    on = _day("Mulai")
    until = _day("Sampai sebelum", "Hari pertama tidak lagi menjabat. Kosongkan kalau masih menjabat.", required=False)


class LeavingReasonForm(Versioned):
    reason = SelectField(
        "Alasan berhenti",
        choices=offered([(NOTHING, "Pilih alasannya"), *((one.value, words) for one, words in labels.REASONS.items())]),
        validators=[DataRequired("Pilih alasannya.")],
        description="Hanya dilihat pengelola kepegawaian dan orangnya sendiri.",
    )
    note = _text("Keterangan", 200, "Wajib diisi untuk Lainnya.")

    def validate_note(self, field: StringField) -> None:
        if self.reason.data == LeavingReason.OTHER and not field.data:
            raise ValidationError("Tulis alasannya di Keterangan.")


class DeactivationForm(LeavingReasonForm):
    on = _day(
        "Berhenti per",
        "Hari pertama tidak bekerja lagi. Tanggal di depan boleh: berlaku sendiri pada hari itu, dan bisa dibatalkan.",
    )


class EmployeeForm(Versioned):
    nip = StringField("NIP", filters=[lambda text: clean_nip(text or "")], description="18 angka.")
    name = _name("Nama dengan gelar", "Tulis namanya.", 150)
    kind = SelectField("Jenis", choices=offered((kind.value, words) for kind, words in labels.KINDS.items()))
    rank = _text("Golongan", 40, "Misalnya III/b, atau IX untuk PPPK.")
    rank_from = _day("TMT golongan", required=False)
    cpns_from = _day("TMT CPNS", required=False)
    legal_status = _text("Kedudukan hukum", 80)
    education_level = _text("Jenjang pendidikan", 60)
    education = _text("Pendidikan", 150)
    email = StringField(
        "Email",
        filters=[_tidied],
        validators=[Optional(), Length(max=254), Email("Alamat email belum lengkap, misalnya nama@contoh.go.id.")],
    )

    def validate_nip(self, field: StringField) -> None:
        kind = EmployeeKind(self.kind.data) if self.kind.data in set(EmployeeKind) else EmployeeKind.PNS
        fault = nip_fault(field.data or "", kind)
        if fault:
            raise ValidationError(fault)

    def validate_rank(self, field: StringField) -> None:
        """Kept in one writing, whichever way it is typed."""
        if not field.data:
            return
        kind = EmployeeKind(self.kind.data) if self.kind.data in set(EmployeeKind) else EmployeeKind.PNS
        code = read_rank(field.data, kind)
        if code is None:
            raise ValidationError(rank_fault(kind))
        field.data = code

    @property
    def facts(self) -> dict[str, Any]:
        """Only what may be written, by the names of the services (security A7)."""
        names = (
            "nip",
            "name",
            "kind",
            "rank",
            "rank_from",
            "cpns_from",
            "legal_status",
            "education_level",
            "education",
            "email",
        )
        return {
            name: getattr(self, name).data if name.endswith("_from") else getattr(self, name).data or ""
            for name in names
        }


class NipForm(FlaskForm):  # type: ignore[misc]
    nip = StringField("NIP", filters=[lambda text: clean_nip(text or "")])
