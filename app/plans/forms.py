"""The shape of what people type about plans."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.base import wording
from app.plans import labels
from app.plans.facts import Decision, LineFacts, ManyFacts, NeedFacts, PlanFacts, TargetFacts
from app.plans.models import Basis, CostPer, Toward
from app.web.fields import ChecksField, ChoiceField, CountField, DayField, FigureField, MoneyField, line, offer, tidied
from app.web.inputs import is_row_number, tidy

MONTHS = offer(enumerate(wording.MONTHS, start=1))
LEVELS = offer([(level, f"Level {level}") for level in range(1, 6)], "Tanpa level")
PRIORITIES = offer([(number, words) for number, (words, _tone) in labels.PRIORITIES.items()])
NEEDED = offer([(one.value, labels.BASES[one]) for one in (Basis.PERFORMANCE, Basis.ORGANISATION)])
HOURS_RANGE = "JP antara 0,1 dan 2.000."


def _lines(text: str | None) -> str:
    return "\n".join(tidy(one) for one in (text or "").replace("\r\n", "\n").split("\n")).strip()


def _long(label: str, asked: str = "", least: int = 0) -> TextAreaField:
    checks: list[Any] = [Length(max=500, message=f"{label} paling panjang 500 huruf.")]
    if least:
        checks.append(Length(min=least, message=f"{label} paling sedikit {least} huruf."))
    return TextAreaField(label, filters=[_lines], validators=[DataRequired(asked), *checks] if asked else checks)


def _count(label: str, low: int, high: int, *, optional: bool = False) -> CountField:
    words = f"{label} antara {wording.number(low)} dan {wording.number(high)}."
    first = Optional() if optional else InputRequired(f"Isi {label.lower()}.")
    return CountField(label, [first, NumberRange(low, high, words)])


def _year(label: str) -> CountField:
    """A year, which is written without the point of a thousand."""
    return CountField(
        label, [InputRequired(f"Isi {label.lower()}."), NumberRange(2000, 2100, f"{label} antara 2000 dan 2100.")]
    )


def _hours(label: str = "JP per peserta") -> FigureField:
    return FigureField(label, [Optional(), NumberRange(Decimal("0.1"), 2000, HOURS_RANGE)])


def _money(label: str) -> MoneyField:
    words = f"{label} paling banyak 1 triliun rupiah."
    return MoneyField(label, [Optional(), NumberRange(0, Decimal(10) ** 12, words)])


def _number(text: Any) -> int | None:
    return int(text) if text and is_row_number(str(text)) else None


class PlanForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    year = _year("Tahun")
    unit_id = ChoiceField("Cakupan")
    title = line("Nama rencana", 200, asked="Isi nama rencananya.")
    class_size = _count("Isi satu kelas", 1, 1000)
    smallest_class = _count("Kelas terkecil", 1, 1000)
    hours_a_day = FigureField(
        "JP dalam satu pertemuan",
        [InputRequired("Isi JP dalam satu pertemuan."), NumberRange(Decimal("0.1"), 24, "JP sehari 0,1 sampai 24.")],
    )
    meetings_a_month = _count("Pertemuan yang sanggup diisi pengajar dalam sebulan", 0, 10_000, optional=True)

    def facts(self) -> PlanFacts:
        return PlanFacts(
            self.title.data,
            self.class_size.data,
            self.smallest_class.data,
            self.hours_a_day.data,
            self.meetings_a_month.data,
        )


class AnalysisForm(FlaskForm):  # type: ignore[misc]
    competencies = ChecksField("Kompetensi")
    following = ChecksField("Kompetensi untuk jabatan berikutnya")
    performance = BooleanField("Tambahkan coaching bagi pegawai berkinerja di bawah ekspektasi")

    def chosen(self, toward: Toward) -> list[int]:
        """The competencies ticked for the posts people hold, or for those they aim at."""
        field = self.competencies if toward == Toward.PRESENT else self.following
        return [int(one) for one in field.data or []]


class LineForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    title = line("Nama kegiatan", 250, asked="Isi nama kegiatannya.")
    programme_id = ChoiceField("Program")
    basis = ChoiceField("Dasar kebutuhan", choices=offer([(one.value, words) for one, words in labels.BASES.items()]))
    need = _long("Alasan kebutuhan")
    competency_id = ChoiceField("Kompetensi")
    level_from = ChoiceField("Dari level", choices=LEVELS)
    level_to = ChoiceField("Ke level", choices=LEVELS)
    form_code = ChoiceField("Bentuk pengembangan", validators=[InputRequired("Pilih bentuknya.")])
    organiser = line("Penyelenggara", 150)
    curriculum = line("Kesesuaian dengan kurikulum", 250)
    lesson_hours = _hours()
    classes = _count("Jumlah kelas", 1, 1000)
    seats = _count("Kursi setiap kelas", 1, 10_000)
    month = ChoiceField("Bulan", choices=MONTHS)
    cost = _money("Biaya (rupiah)")
    cost_per = RadioField(
        "Biaya itu untuk", choices=offer([(one.value, words) for one, words in labels.COST_PER.items()])
    )
    fund_source = line("Sumber dana", 80)
    priority = ChoiceField("Prioritas", choices=PRIORITIES)

    def facts(self) -> LineFacts:
        return LineFacts(
            title=self.title.data,
            basis=Basis(self.basis.data),
            need=self.need.data,
            competency_id=_number(self.competency_id.data),
            level_from=_number(self.level_from.data),
            level_to=_number(self.level_to.data),
            programme_id=_number(self.programme_id.data),
            form_code=self.form_code.data,
            organiser=self.organiser.data,
            curriculum=self.curriculum.data,
            lesson_hours=self.lesson_hours.data,
            classes=self.classes.data,
            seats=self.seats.data,
            month=int(self.month.data),
            cost=self.cost.data,
            cost_per=CostPer(self.cost_per.data),
            fund_source=self.fund_source.data,
            priority=int(self.priority.data),
        )


class ManyForm(FlaskForm):  # type: ignore[misc]
    """What is set for several activities at once; an empty field changes nothing."""

    many_month = ChoiceField("Bulan", choices=[*offer([], "Tidak diubah"), *MONTHS])
    many_form = ChoiceField("Bentuk")
    many_organiser = line("Penyelenggara", 150)
    many_curriculum = line("Kesesuaian kurikulum", 250)
    many_hours = _hours()
    many_cost = _money("Biaya per peserta (rupiah)")
    many_fund = line("Sumber dana", 80)

    def facts(self) -> ManyFacts:
        return ManyFacts(
            month=_number(self.many_month.data),
            form_code=self.many_form.data or None,
            organiser=self.many_organiser.data or None,
            curriculum=self.many_curriculum.data or None,
            lesson_hours=self.many_hours.data,
            cost=self.many_cost.data,
            fund_source=self.many_fund.data or None,
        )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = _long("Alasan", asked="Tulis alasannya.", least=5)


class DecisionForm(FlaskForm):  # type: ignore[misc]
    number = line("Nomor keputusan", 120, asked="Isi nomor keputusannya.")
    decided_on = DayField("Tanggal keputusan", [InputRequired("Isi tanggal keputusannya.")])
    decided_by = line("Ditetapkan oleh", 150, asked="Isi jabatan PPK yang menetapkan.")

    def facts(self) -> Decision:
        return Decision(self.number.data, self.decided_on.data, self.decided_by.data)


class FundForm(FlaskForm):  # type: ignore[misc]
    source = line("Sumber dana", 80, asked="Isi sumber dananya, misalnya APBD.")
    amount = MoneyField(
        "Jumlah setahun (rupiah)",
        [InputRequired("Isi jumlahnya."), NumberRange(0, Decimal(10) ** 12, "Jumlah paling banyak 1 triliun rupiah.")],
    )


class NeedForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Unit", validators=[InputRequired("Pilih unitnya.")])
    year = _year("Tahun rencana")
    basis = RadioField("Jenis kebutuhan", choices=NEEDED)
    title = line("Yang dibutuhkan", 250, asked="Isi kebutuhannya, misalnya pelatihan arsip digital.")
    reason = _long("Alasan", asked="Tulis alasannya; BKPSDM membacanya.", least=5)
    competency_id = ChoiceField("Kompetensi")
    form_code = ChoiceField("Bentuk yang diharapkan")
    people = ChecksField("Pegawai yang memerlukan")

    def facts(self) -> NeedFacts:
        return NeedFacts(
            basis=Basis(self.basis.data),
            competency_id=_number(self.competency_id.data),
            title=self.title.data,
            reason=self.reason.data,
            form_code=self.form_code.data or "",
            people=tuple(int(one) for one in self.people.data or []),
        )


class HorizonForm(FlaskForm):  # type: ignore[misc]
    first_year = _year("Tahun pertama")
    last_year = _year("Tahun terakhir")
    title = line("Nama rencana", 200, asked="Isi nama rencananya.")


class TargetForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    form_code = ChoiceField("Bentuk pengembangan")
    people = _count("Jumlah orang", 0, 100_000)
    lesson_hours = _hours("JP per orang")
    cost = _money("Biaya seluruhnya (rupiah)")

    def facts(self) -> TargetFacts:
        return TargetFacts(self.form_code.data or "", self.people.data, self.lesson_hours.data, self.cost.data)


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Who is added to an activity."""

    people = ChecksField("Pegawai")
    text = StringField("Nama", filters=[tidied])


def numbers(texts: Iterable[str]) -> list[int]:
    """Numbers of rows that were ticked; anything else is left out."""
    return [int(one) for one in texts if is_row_number(one)]
