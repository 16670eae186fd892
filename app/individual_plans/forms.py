"""The shape of what people type about individual plans."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.base.wording import MONTHS
from app.individual_plans import labels
from app.individual_plans.facts import ItemFacts, Realised
from app.individual_plans.models import IndividualPlanItem, Outcome, Way
from app.individual_plans.queries.proof import Choice
from app.individual_plans.queries.settings import shipped
from app.web.fields import ChoiceField, CountField, FigureField, line, offer
from app.web.inputs import is_row_number, tidy

_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})")
_PERIODS = {key for key, _words in labels.periods()}
LONGEST_NOTE = 1000


def lines_of(text: str | None) -> str:
    """Text with its lines kept and each tidied."""
    return "\n".join(tidy(one) for one in (text or "").replace("\r\n", "\n").split("\n")).strip()


def _long(label: str, longest: int) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[lines_of],
        validators=[Length(max=longest, message=f"{label} paling panjang {longest:n} huruf.")],
    )


def version_of(text: Any) -> int:
    """The version a form was filled in from; nothing fits a number that was tampered with."""
    written = str(text or "")
    return int(written) if is_row_number(written) and len(written) < 10 else -1


class ItemForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    competency_id = ChoiceField("Kompetensi", validators=[Optional()])
    to_level = ChoiceField(
        "Level yang dituju", choices=offer([(one, f"Level {one}") for one in range(1, 6)], "Pilih level")
    )
    aim = line("Tujuan lain", 200)
    reason = _long("Alasan", 500)
    catalogue = ChoiceField("Program atau angkatan di katalog")
    activity = line("Yang akan dilakukan", 250)
    form_code = ChoiceField("Bentuk pengembangan")
    way = ChoiceField(
        "Cara belajar",
        choices=offer(labels.WAYS.items(), "Pilih cara belajar"),
        validators=[InputRequired("Pilih cara belajarnya.")],
    )
    target_hours = FigureField("Target JP", [InputRequired("Isi target JP-nya.")])
    period = ChoiceField(
        "Waktu",
        choices=offer(labels.periods(), "Pilih triwulan atau bulan"),
        validators=[InputRequired("Pilih kapan dilakukan.")],
    )
    support = _long("Dukungan yang diperlukan", 500)
    form_errors: list[str]

    def offer(
        self, competencies: Sequence[tuple[int, str]], forms: Mapping[str, str], choices: Sequence[Choice]
    ) -> None:
        """What may be chosen."""
        self.competency_id.choices = offer(competencies, "Bukan dari kompetensi (tulis tujuan lain)")
        self.form_code.choices = offer(forms.items(), "Pilih bentuk")
        self.catalogue.choices = offer([(one.key, _words(one)) for one in choices], "Bukan dari katalog")
        self._choices = {one.key: one for one in choices}

    def validate_form_code(self, field: ChoiceField) -> None:
        if not field.data and not self.catalogue.data:
            raise ValidationError("Pilih bentuknya. Dari katalog, bentuknya terisi sendiri.")

    @property
    def facts(self) -> ItemFacts:
        first, last = (int(part) for part in self.period.data.split("-"))
        chosen = self._choices.get(self.catalogue.data)
        return ItemFacts(
            competency_id=int(self.competency_id.data) if self.competency_id.data else None,
            aim=self.aim.data,
            reason=self.reason.data,
            from_level=0,
            to_level=int(self.to_level.data) if self.to_level.data else None,
            form_code=chosen.form_code if chosen else self.form_code.data,
            way=Way(self.way.data),
            programme_id=chosen.programme_id if chosen else None,
            batch_id=chosen.batch_id if chosen else None,
            activity=chosen.title if chosen else self.activity.data,
            target_hours=self.target_hours.data or Decimal(0),
            first_month=first,
            last_month=last,
            support=self.support.data,
        )

    @staticmethod
    def data_of(row: IndividualPlanItem) -> dict[str, Any]:
        """An item as the form shows it."""
        period = f"{row.first_month}-{row.last_month}"
        key = f"b{row.batch_id}" if row.batch_id else (f"p{row.programme_id}" if row.programme_id else "")
        return {
            "competency_id": str(row.competency_id or ""),
            "to_level": str(row.to_level or ""),
            "aim": row.aim,
            "reason": row.reason,
            "catalogue": key,
            "activity": "" if key else row.activity,
            "form_code": row.form_code,
            "way": row.way,
            "target_hours": row.target_hours,
            "period": period if period in _PERIODS else "",
            "support": row.support,
        }


def _words(one: Choice) -> str:
    if one.batch_id is None:
        return one.title
    when = f"{one.starts_on.day} {MONTHS[one.starts_on.month - 1]}" if one.starts_on else ""
    return f"{one.title}, Angkatan {one.number} ({when})"


@dataclass(frozen=True)
class RealisedRow:
    """What was typed about an item, right or wrong."""

    outcome: str
    note: str
    trouble: str = ""


class RealisationForm(FlaskForm):  # type: ignore[misc]
    """A note on the whole; the items stand beside it as ``hasil-<number>`` and ``catatan-<number>``."""

    version = HiddenField()
    report_note = _long("Catatan Anda", LONGEST_NOTE)
    form_errors: list[str]
    rows: dict[int, RealisedRow]

    def read(self, typed: MultiDict[str, str], item_ids: Sequence[int]) -> bool:
        """Take what was said of each item; returns whether all of it can be."""
        self.rows = {
            number: _row(typed.get(f"hasil-{number}", ""), lines_of(typed.get(f"catatan-{number}")))
            for number in item_ids
        }
        wrong = [one.trouble for one in self.rows.values() if one.trouble]
        self.form_errors = [*self.form_errors, *dict.fromkeys(wrong)]
        return not wrong

    def show(self, rows: Sequence[IndividualPlanItem]) -> None:
        self.rows = {row.id: RealisedRow(row.outcome, row.outcome_note) for row in rows}

    @property
    def said(self) -> dict[int, Realised]:
        return {number: Realised(Outcome(row.outcome), row.note) for number, row in self.rows.items()}


def _row(outcome: str, note: str) -> RealisedRow:
    if outcome not in set(Outcome):
        return RealisedRow("", note, "Pilih hasil dari pilihannya: terlaksana, sebagian, atau belum.")
    if len(note) > LONGEST_NOTE:
        return RealisedRow(outcome, note, f"Catatan satu butir paling panjang {LONGEST_NOTE:n} huruf.")
    return RealisedRow(outcome, note)


class SettingForm(FlaskForm):  # type: ignore[misc]
    key = ChoiceField("Pengaturan", validators=[InputRequired("Pilih pengaturannya.")])
    value = StringField(
        "Nilai baru", filters=[lambda text: tidy(text or "")], validators=[InputRequired("Isi nilainya.")]
    )
    from_year = CountField("Berlaku mulai rencana tahun", [InputRequired("Isi tahunnya.")])
    source = line("Dasar", 300, asked="Tulis dasarnya, misalnya nomor surat edaran.")
    form_errors: list[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.key.choices = offer([(one.key, one.name) for one in shipped().values()], "Pilih pengaturan")

    def validate_value(self, field: StringField) -> None:
        known = shipped().get(self.key.data)
        if known is None:
            return
        matched = _DAY.fullmatch(field.data)
        if known.is_day and matched is None:
            raise ValidationError("Tulis tanggal dan bulannya seperti 31-03.")
        if not known.is_day and not (is_row_number(field.data) and len(field.data) < 7):
            raise ValidationError("Isi angka bulat, misalnya 7.")

    @property
    def number(self) -> int:
        """A day as month times 100 plus day, or the figure as it is."""
        matched = _DAY.fullmatch(self.value.data)
        return int(matched[2]) * 100 + int(matched[1]) if matched else int(self.value.data)
