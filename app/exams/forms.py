"""The shape of what people type about questions and papers."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from app.exams import labels
from app.exams.facts import ExamFacts, QuestionFacts
from app.exams.models import Counting, ExamPurpose, QuestionKind
from app.exams.rules import LONGEST_TEXT
from app.web.inputs import tidy

_POINTS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


def offer(pairs: Iterable[tuple[Any, str]], first: str = "") -> list[SelectChoice]:
    """What one may choose; ``first`` are the words for choosing nothing."""
    choices = [SelectChoice(str(value), words) for value, words in pairs]
    return [SelectChoice("", first), *choices] if first else choices


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _lines(text: str | None) -> str:
    """Lines as they were written, each tidied; empty lines at the ends go."""
    return "\n".join(tidy(line) for line in (text or "").splitlines()).strip()


def points_from(text: str) -> Decimal | None:
    """Points as people write them, 2 or 2,5; None for anything else."""
    return Decimal(text.strip().replace(",", ".")) if _POINTS.fullmatch(text.strip()) else None


class ChoiceField(SelectField):  # type: ignore[misc]
    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError("Pilih salah satu dari daftarnya.") from error


def _longest(words: str, most: int) -> Length:
    return Length(max=most, message=f"{words} paling panjang {most:n} huruf.".replace(",", "."))


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """``right`` names the lines of ``options`` that are right, by number from 1."""

    version = HiddenField()
    topic = StringField(
        "Topik",
        filters=[_tidied],
        validators=[DataRequired("Isi topiknya, supaya soal ini bisa ditemukan."), _longest("Topik", 100)],
    )
    competency_id = ChoiceField("Kompetensi", coerce=str)
    kind = RadioField(
        "Bentuk soal",
        choices=offer(labels.KINDS.items()),
        validators=[DataRequired("Pilih bentuk soalnya.")],
    )
    text = TextAreaField(
        "Pertanyaan", filters=[_lines], validators=[DataRequired("Tulis pertanyaannya."), _longest("Pertanyaan", 2000)]
    )
    options = TextAreaField("Pilihan jawaban", filters=[_lines], validators=[_longest("Pilihan", 3000)])
    right = StringField(
        "Nomor jawaban yang benar",
        filters=[_tidied],
        validators=[
            Optional(),
            Regexp(r"[0-9]{1,2}([ ,;]+[0-9]{1,2})*$", message="Tulis nomornya, misalnya 2 atau 1, 3."),
        ],
    )
    points = StringField("Poin", filters=[_tidied], validators=[DataRequired("Isi poinnya, misalnya 1.")])
    rubric = TextAreaField("Rubrik penilaian", filters=[_lines], validators=[_longest("Rubrik", 2000)])
    explanation = TextAreaField("Penjelasan", filters=[_lines], validators=[_longest("Penjelasan", 2000)])

    def validate_points(self, field: StringField) -> None:
        value = points_from(field.data or "")
        if value is None or not 0 < value <= 100:
            raise ValidationError("Poin lebih dari 0 dan paling banyak 100, misalnya 1 atau 2,5.")

    def facts(self) -> QuestionFacts:
        options = tuple(line[:500] for line in (self.options.data or "").split("\n") if line)
        kind = QuestionKind(self.kind.data)
        numbers = [int(one[:9]) for one in re.findall(r"[0-9]+", self.right.data or "")]
        return QuestionFacts(
            topic=self.topic.data,
            competency_id=int(self.competency_id.data) if self.competency_id.data else None,
            kind=kind,
            text=self.text.data,
            options=options,
            right=tuple(dict.fromkeys(str(one - 1) if one else "x" for one in numbers)),
            points=points_from(self.points.data) or Decimal(0),
            explanation=self.explanation.data or "",
            rubric=self.rubric.data or "",
        )


class ExamRulesForm(FlaskForm):  # type: ignore[misc]
    minutes = StringField("Batas waktu (menit)", filters=[_tidied], validators=[Optional()])
    attempts = StringField(
        "Boleh dikerjakan (kali)", filters=[_tidied], validators=[DataRequired("Isi berapa kali, misalnya 1.")]
    )
    counting = ChoiceField("Yang dihitung", choices=offer(labels.COUNTINGS.items()))

    def validate_minutes(self, field: StringField) -> None:
        if _count(field.data, 600) is None:
            raise ValidationError("Batas waktu antara 1 dan 600 menit. Kosongkan kalau tanpa batas.")

    def validate_attempts(self, field: StringField) -> None:
        if _count(field.data, 10) is None:
            raise ValidationError("Antara 1 dan 10 kali.")

    def facts(self, title: str, purpose: ExamPurpose) -> ExamFacts:
        return ExamFacts(
            title=title,
            purpose=purpose,
            minutes=_count(self.minutes.data, 600) if self.minutes.data else None,
            attempts=_count(self.attempts.data, 10) or 1,
            counting=Counting(self.counting.data),
        )


class ExamForm(ExamRulesForm):
    purpose = RadioField(
        "Kapan", choices=offer(labels.PURPOSES.items()), validators=[DataRequired("Pilih salah satu.")]
    )


def _count(text: str, most: int) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text or "") and 1 <= int(text) <= most else None


class DrawForm(FlaskForm):  # type: ignore[misc]
    topic = ChoiceField("Topik", coerce=str, validators=[DataRequired("Pilih topiknya.")])
    count = StringField("Berapa soal", filters=[_tidied], validators=[DataRequired("Isi jumlah soalnya.")])

    def validate_count(self, field: StringField) -> None:
        if _count(field.data, 100) is None:
            raise ValidationError("Antara 1 dan 100 soal.")

    @property
    def wanted(self) -> int:
        return _count(self.count.data, 100) or 0


class TextScoreForm(FlaskForm):  # type: ignore[misc]
    points = StringField("Poin", filters=[_tidied], validators=[DataRequired("Isi poinnya; 0 kalau tidak ada.")])
    note = StringField("Catatan untuk peserta", filters=[_tidied], validators=[_longest("Catatan", 500)])

    def validate_points(self, field: StringField) -> None:
        if points_from(field.data or "") is None:
            raise ValidationError("Poin berupa angka, misalnya 2 atau 2,5.")

    @property
    def value(self) -> Decimal:
        return points_from(self.points.data) or Decimal(0)


__all__ = ["LONGEST_TEXT", "DrawForm", "ExamForm", "QuestionForm", "TextScoreForm", "offer", "points_from"]
