"""The shape of what is noted about an initiative line by line. ``LAYOUT`` says which fields stand side by side."""

from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from app.initiatives import labels, reference
from app.initiatives.forms import ImpactForm, long_text
from app.initiatives.models import Direction, MemberRole, RiskState, StakeholderKind
from app.web.fields import ChoiceField, CountField, DayField, FigureField, MonthField, line, offer
from app.web.inputs import is_row_number

OWNER_HINT = "18 angka. Kosongkan kalau belum ada."


def level(label: str, description: str = "") -> ChoiceField:
    return ChoiceField(label, coerce=str, choices=offer(labels.LEVELS.items()), description=description)


class NumberField(CountField):
    largest = 2_000_000_000


class EntryForm(FlaskForm):  # type: ignore[misc]
    """``facts`` are the columns of the line; ``owner_nip`` stands for whoever has that NIP."""

    LAYOUT: ClassVar[tuple[tuple[str, ...], ...]] = ()
    version = HiddenField()
    form_errors: list[str]

    def facts(self) -> dict[str, Any]:
        raise NotImplementedError

    def versioned(self) -> int:
        text = str(self.version.data or "")
        return int(text) if is_row_number(text) else -1

    def _typed(self, *names: str) -> dict[str, Any]:
        return {name: self[name].data for name in names}

    def _numbers(self, *names: str) -> dict[str, int]:
        return {name: int(self[name].data) for name in names}


class StakeholderForm(EntryForm):
    LAYOUT = (("kind", "name"), ("influence", "impact"), ("stance", "wanted"), ("note",))
    kind = ChoiceField("Siapa", coerce=str, choices=offer(labels.STAKEHOLDERS.items()))
    name = line(
        "Nama kelompok atau jabatan",
        150,
        asked="Isi nama kelompok atau jabatannya.",
        description="Misalnya Pejabat pengawas di bidang, atau Kepala Bappeda. Bukan nama orang.",
    )
    influence = level("Pengaruh mereka")
    impact = level("Dampak pada mereka")
    stance = ChoiceField("Sikap sekarang", coerce=str, choices=offer(labels.STANCES.items()))
    wanted = ChoiceField("Sikap yang diinginkan", coerce=str, choices=offer(labels.STANCES.items()))
    note = long_text("Yang mereka pedulikan", 500)

    def facts(self) -> dict[str, Any]:
        numbers = self._numbers("influence", "impact", "stance", "wanted")
        return {"kind": StakeholderKind(self.kind.data)} | self._typed("name", "note") | numbers


class CauseForm(EntryForm):
    LAYOUT = (("unit_id",), ("code", "own_words"), ("noted_on",), ("note",))
    unit_id = ChoiceField("Unit", coerce=str, description="Sebab dicatat pada unit, tidak pernah pada orang.")
    code = ChoiceField("Sebab", coerce=str, choices=offer(reference.causes().items(), "Sebab lain, ditulis sendiri"))
    own_words = line("Sebab lain", 150, description="Isi kalau tidak ada di daftar.")
    noted_on = DayField("Dicatat pada", [InputRequired("Isi tanggalnya.")])
    note = long_text("Keterangan", 500, description="Dari mana diketahui. Tanpa nama orang.")

    def facts(self) -> dict[str, Any]:
        unit = {"unit_id": int(self.unit_id.data) if self.unit_id.data else None}
        return unit | self._typed("code", "own_words", "noted_on", "note")

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        if not self.code.data and not self.own_words.data:
            self.own_words.errors = [*self.own_words.errors, "Pilih sebabnya, atau tulis sendiri di sini."]
            return False
        if self.code.data and self.own_words.data:
            self.own_words.errors = [*self.own_words.errors, "Pilih dari daftar atau tulis sendiri, jangan keduanya."]
            return False
        return is_good


class RiskForm(EntryForm):
    LAYOUT = (("what",), ("likelihood", "impact"), ("mitigation",), ("state", "owner_nip"))
    what = line("Apa yang bisa terjadi", 300, asked="Tulis risikonya.")
    likelihood = level("Kemungkinan")
    impact = level("Akibat")
    mitigation = long_text("Pengendalian", 1000, description="Yang dilakukan supaya tidak terjadi atau tidak parah.")
    state = ChoiceField("Keadaan", coerce=str, choices=offer((key, words) for key, (words, _) in labels.RISKS.items()))
    owner_nip = line("NIP pemilik risiko", 24, description=OWNER_HINT)

    def facts(self) -> dict[str, Any]:
        typed = self._typed("what", "mitigation", "owner_nip")
        return typed | self._numbers("likelihood", "impact") | {"state": RiskState(self.state.data)}


class DecisionForm(EntryForm):
    LAYOUT = (("decided_on", "decided_by"), ("what",), ("why",), ("file",))
    decided_on = DayField("Diputuskan pada", [InputRequired("Isi tanggalnya.")])
    decided_by = line(
        "Diputuskan oleh",
        150,
        asked="Isi jabatan atau rapat yang memutuskan.",
        description="Jabatan atau rapat, misalnya Rapat tim penataan.",
    )
    what = long_text("Keputusan", 1000, asked="Tulis apa yang diputuskan.")
    why = long_text("Alasan", 1000, asked="Tulis alasannya, supaya keputusan ini bisa dipahami nanti.")
    file = FileField("Berkas", description="PDF, PNG, JPEG, atau XLSX, paling besar 5 MB.")

    def facts(self) -> dict[str, Any]:
        return self._typed("decided_on", "decided_by", "what", "why")


class MessageForm(EntryForm):
    LAYOUT = (("audience",), ("what",), ("channel", "told_by"), ("due_on", "told_on"))
    audience = line("Kepada", 150, asked="Isi kepada siapa pesan ini.")
    what = long_text("Pesan", 500, asked="Tulis pesannya.")
    channel = line("Lewat", 80, asked="Isi salurannya, misalnya apel, surat edaran, atau grup WhatsApp unit.")
    told_by = line("Disampaikan oleh", 150, asked="Isi jabatan atau tim yang menyampaikan.")
    due_on = DayField("Paling lambat", [InputRequired("Isi tanggalnya.")])
    told_on = DayField("Sudah disampaikan pada", [Optional()], description="Isi sesudah disampaikan.")

    def facts(self) -> dict[str, Any]:
        return self._typed("audience", "what", "channel", "told_by", "due_on", "told_on")


class IndicatorForm(EntryForm):
    LAYOUT = (
        ("name", "measured_in"),
        ("definition",),
        ("source",),
        ("baseline_month", "baseline", "baseline_n"),
        ("direction", "target"),
        ("owner_nip",),
    )
    name = line("Indikator", 150, asked="Isi nama indikatornya, misalnya Waktu layanan perizinan.")
    measured_in = line("Satuan", 40, asked="Isi satuannya, misalnya hari kerja, menit, atau %.")
    definition = long_text("Definisi", 1000, asked="Tulis apa yang dihitung, dari kapan sampai kapan.")
    source = line("Sumber data", 200, asked="Isi dari mana angkanya.")
    baseline_month = MonthField("Bulan nilai awal", [InputRequired("Isi bulannya.")])
    baseline = FigureField("Nilai awal", [InputRequired("Isi nilainya.")])
    baseline_n = NumberField("Jumlah data (n)", [Optional()])
    direction = ChoiceField("Arah yang diinginkan", coerce=str, choices=offer(labels.DIRECTIONS.items()))
    target = FigureField("Target", [InputRequired("Isi targetnya.")])
    owner_nip = line("NIP pemilik indikator", 24, description=OWNER_HINT)

    def facts(self) -> dict[str, Any]:
        typed = self._typed("name", "measured_in", "definition", "source", "owner_nip")
        numbers = self._typed("baseline_month", "baseline", "baseline_n", "target")
        return typed | numbers | {"direction": Direction(self.direction.data)}


class ReadingForm(FlaskForm):  # type: ignore[misc]
    month = MonthField("Bulan", [InputRequired("Isi bulannya.")])
    value = FigureField("Nilai", [InputRequired("Isi nilainya.")])
    n = NumberField("Jumlah data (n)", [Optional()])
    breaks = line(
        "Cara menghitung berubah",
        300,
        description="Isi kalau sejak bulan ini cara, sumber, atau cakupannya lain, jadi tidak sebanding langsung.",
    )
    form_errors: list[str]

    def facts(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("month", "value", "n", "breaks")}


class MemberForm(FlaskForm):  # type: ignore[misc]
    nip = line("NIP", 24, asked="Isi NIP-nya.", description="18 angka.")
    role = ChoiceField("Peran", coerce=str, choices=offer(labels.MEMBERS.items()))
    unit_id = ChoiceField("Unit yang didampingi", coerce=str, description="Hanya untuk agen perubahan.")
    called = line(
        "Sebutan agen",
        80,
        description=f"{', '.join(reference.AGENT_ROLES)}, atau sebutan lain yang Anda pakai.",
    )
    starts_on = DayField("Sejak", [InputRequired("Isi tanggal mulainya.")])
    ends_on = DayField("Sampai sebelum", [Optional()])
    form_errors: list[str]

    @property
    def chosen(self) -> MemberRole:
        return MemberRole(self.role.data)


class UnitViewForm(ImpactForm):
    """What whoever leads a unit says; it may be that nothing is felt."""

    degree = ChoiceField("Seberapa besar", coerce=str, choices=offer(labels.UNIT_DEGREES.items()))
