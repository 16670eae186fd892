"""The shape of what people type about assignments and evaluations of a batch."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.web.fields import DayField, MomentField
from app.web.inputs import tidy


def _lines(text: str | None) -> str:
    return "\n".join(tidy(line) for line in (text or "").splitlines()).strip()


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


class AssignmentForm(FlaskForm):  # type: ignore[misc]
    brief = TextAreaField(
        "Yang diminta",
        filters=[_lines],
        validators=[
            InputRequired("Tulis apa yang harus diserahkan peserta."),
            Length(max=3000, message="Penjelasan paling panjang 3.000 huruf."),
        ],
    )
    due_at = MomentField("Batas menyerahkan", [Optional()])


class WorkForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        "Jawaban tertulis",
        filters=[_lines],
        validators=[Length(max=5000, message="Jawaban paling panjang 5.000 huruf. Unggah sebagai berkas saja.")],
    )
    link = StringField(
        "Tautan",
        filters=[_tidied],
        validators=[
            Optional(),
            Length(max=500, message="Tautan paling panjang 500 huruf."),
            Regexp(
                r"https?://[^\s/]+", message="Tautan diawali https://, misalnya https://berkas.penata.example/tugas."
            ),
        ],
    )
    file = FileField("Berkas")


class DecisionForm(FlaskForm):  # type: ignore[misc]
    note = StringField(
        "Catatan", filters=[_tidied], validators=[Length(max=500, message="Catatan paling panjang 500 huruf.")]
    )


class EvaluationForm(FlaskForm):  # type: ignore[misc]
    until = DayField("Ditutup akhir hari", [InputRequired("Isi tanggal tutupnya.")])
