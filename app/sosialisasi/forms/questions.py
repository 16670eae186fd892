"""The shape of what people type about questions and checks of understanding."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.sosialisasi import labels
from app.sosialisasi.facts.questions import Answered, Asked
from app.sosialisasi.models import AskedKind
from app.sosialisasi.rules import questions as question_rules
from app.sosialisasi.rules.understanding import ItemFacts
from app.web.fields import ChoiceField, CountField, DayField, line, offer
from app.web.inputs import tidy

NAMED, NAMELESS = "nama", "tanpa"
FOR_ALL, FOR_ASKER = "semua", "penanya"


def _lines(text: str | None) -> str:
    return "\n".join(tidy(one) for one in (text or "").splitlines()).strip()


def _long(label: str, longest: int, asked: str) -> TextAreaField:
    words = f"{longest:,}".replace(",", ".")
    too_long = f"{label} paling panjang {words} huruf. Persingkat, atau kirim sebagai dua."
    return TextAreaField(
        label, filters=[_lines], validators=[DataRequired(asked), Length(max=longest, message=too_long)]
    )


class AskForm(FlaskForm):  # type: ignore[misc]
    """``website`` is for machines that fill every field; nobody sees it."""

    kind = RadioField(
        "Yang ingin Anda sampaikan",
        choices=offer(labels.ASKED.items()),
        default=AskedKind.QUESTION.value,
        validators=[InputRequired("Pilih salah satu.")],
    )
    text = _long("Pertanyaan atau aspirasi", question_rules.LONGEST_QUESTION, "Tulis dulu pertanyaan atau aspirasinya.")
    theme = line("Tentang apa", 60)
    naming = RadioField(
        "Nama Anda",
        choices=offer([(NAMELESS, "Tanpa nama"), (NAMED, "Dengan nama saya, hanya untuk penyelenggara")]),
        default=NAMELESS,
    )
    is_sure = BooleanField("Kirim apa adanya")
    website = StringField("Situs web")

    @property
    def asked(self) -> Asked:
        return Asked(AskedKind(self.kind.data), self.text.data, self.theme.data)

    @property
    def is_named(self) -> bool:
        return bool(self.naming.data == NAMED)

    @property
    def is_by_machine(self) -> bool:
        return bool(self.website.data)


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = line("Kode", 60, asked="Ketik kode yang Anda simpan saat bertanya.")


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = line("Alasan", 300, asked="Tulis alasannya. Penanya membacanya.")


class RewordForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    shown_text = _long("Kata-kata yang ditampilkan", question_rules.LONGEST_QUESTION, "Tulis kata-katanya.")
    theme = line("Tema", 60)


class MergeForm(FlaskForm):  # type: ignore[misc]
    into = ChoiceField("Gabung ke", coerce=str, validators=[DataRequired("Pilih pertanyaan utamanya.")])


class AssignForm(FlaskForm):  # type: ignore[misc]
    nip = line("NIP penanggung jawab", 30, asked="Ketik NIP penanggung jawabnya.")
    due_on = DayField("Batas menjawab", [InputRequired("Isi batas menjawabnya.")])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    answer = _long("Jawaban", question_rules.LONGEST_ANSWER, "Tulis jawabannya.")
    audience = RadioField(
        "Jawaban ini untuk",
        choices=offer([(FOR_ALL, "Semua orang di acara ini"), (FOR_ASKER, "Penanyanya saja")]),
        default=FOR_ALL,
        validators=[InputRequired("Pilih untuk siapa.")],
    )

    @property
    def answered(self) -> Answered:
        return Answered(self.answer.data, self.audience.data == FOR_ASKER)


class ItemForm(FlaskForm):  # type: ignore[misc]
    text = line("Pernyataan atau pertanyaan", 1000)
    options = TextAreaField(
        "Pilihan jawaban", description="Satu pilihan satu baris, dua sampai lima.", filters=[_lines]
    )
    right = CountField("Nomor jawaban yang benar", description="Dihitung dari atas, mulai 1.")

    @property
    def facts(self) -> ItemFacts:
        options = tuple(one for one in (self.options.data or "").splitlines() if one)
        right = self.right.data
        return ItemFacts(self.text.data or "", options, right - 1 if right is not None else None)


class PassMarkForm(FlaskForm):  # type: ignore[misc]
    pass_mark = CountField(
        "Batas lulus (persen benar)",
        [InputRequired("Isi batas lulusnya."), NumberRange(1, 100, "Isi antara 1 dan 100.")],
    )
