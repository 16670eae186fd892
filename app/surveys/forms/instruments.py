"""The shape of what people type about instruments."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.surveys import labels
from app.surveys.instrument_facts import InstrumentFacts, ItemFacts
from app.surveys.models import Direction, InstrumentItem, ItemKind
from app.surveys.rules import scales
from app.web.fields import ChecksField, ChoiceField, line, offer, tidied
from app.web.inputs import is_row_number, tidy

_PICK = "Pilih salah satu."


def _lines(text: str | None) -> str:
    """Lines as they were written, each tidied, without empty ones."""
    return "\n".join(filter(None, (tidy(one) for one in (text or "").splitlines())))


def _paragraphs(text: str | None) -> str:
    return "\n".join(tidy(one) for one in (text or "").splitlines()).strip()


class PickField(RadioField):  # type: ignore[misc]
    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(_PICK) from error


class Seen(FlaskForm):  # type: ignore[misc]
    """A form that knows which version of a row it was filled in from."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        text = str(self.version.data or "")
        return int(text) if is_row_number(text) else -1


class InstrumentForm(Seen):
    title = line("Judul", 150, asked="Beri judul, misalnya Kesiapan pindah sistem kerja.")
    purpose = line("Untuk apa", 500)
    direction = PickField("Arah nilai", choices=offer(labels.DIRECTIONS.items()), validators=[DataRequired(_PICK)])
    is_collective = BooleanField("Bertanya tentang unit, bukan tentang diri penjawab")
    is_trait = BooleanField("Mengukur watak pribadi, jadi hanya dilaporkan sebagai gabungan")

    def facts(self) -> InstrumentFacts:
        return InstrumentFacts(
            title=self.title.data,
            purpose=self.purpose.data or "",
            direction=Direction(self.direction.data),
            is_collective=self.is_collective.data,
            is_trait=self.is_trait.data,
        )


class DescriptionForm(Seen):
    introduction = TextAreaField(
        "Pengantar",
        filters=[_paragraphs],
        validators=[Length(max=2000, message="Pengantar paling panjang 2.000 huruf.")],
    )
    change_note = line("Apa yang berubah sejak versi sebelumnya", 500)


class DimensionForm(FlaskForm):  # type: ignore[misc]
    title = line("Nama dimensi", 100, asked="Beri nama dimensinya, misalnya Kesadaran.")


class ItemForm(Seen):
    """``scale`` picks a ready set of words; ``options`` are words of one's own, a line each."""

    kind = PickField("Cara menjawab", choices=offer(labels.ITEM_KINDS.items()), validators=[DataRequired(_PICK)])
    text = TextAreaField(
        "Pernyataan atau pertanyaan",
        filters=[tidied],
        validators=[
            DataRequired("Tulis pernyataan atau pertanyaannya."),
            Length(max=500, message="Paling panjang 500 huruf."),
        ],
    )
    scale = ChoiceField(
        "Kata-kata skala",
        choices=offer([*((one.key, one.title) for one in scales.READY), (scales.OWN, "Susun sendiri di bawah")]),
    )
    options = TextAreaField(
        "Pilihan jawaban", filters=[_lines], validators=[Length(max=3000, message="Terlalu panjang.")]
    )
    dimension = ChoiceField("Dimensi", coerce=str)
    is_reversed = BooleanField("Pernyataan terbalik: setuju berarti kurang baik pada dimensinya")
    is_required = BooleanField("Harus dijawab")
    starts_page = BooleanField("Mulai halaman baru di sini")
    is_new_meaning = BooleanField("Maknanya berubah, jadi jangan dibandingkan dengan jawaban yang lama")

    def facts(self) -> ItemFacts:
        kind = ItemKind(self.kind.data)
        return ItemFacts(
            kind=kind,
            text=self.text.data,
            options=self._options(kind),
            dimension=self.dimension.data or "",
            is_reversed=self.is_reversed.data,
            is_required=self.is_required.data,
        )

    def _options(self, kind: ItemKind) -> tuple[str, ...]:
        if kind == ItemKind.TEXT:
            return ()
        if kind == ItemKind.SCALE and self.scale.data != scales.OWN:
            return scales.words_of(self.scale.data)
        return tuple(filter(None, (self.options.data or "").split("\n")))

    @classmethod
    def of(cls, item: InstrumentItem, *, version: int, dimension: str, starts_page: bool, is_new_meaning: bool) -> Any:
        key = scales.ready_key(tuple(item.options)) if item.kind == ItemKind.SCALE else scales.READY[0].key
        data = {
            "version": str(version),
            "kind": item.kind,
            "text": item.text,
            "scale": key,
            "options": "\n".join(item.options) if item.kind != ItemKind.SCALE or key == scales.OWN else "",
            "dimension": dimension,
            "is_reversed": item.reversed,
            "is_required": item.is_required,
            "starts_page": starts_page,
            "is_new_meaning": is_new_meaning,
        }
        return cls(formdata=None, data=data)


class ConditionForm(FlaskForm):  # type: ignore[misc]
    """An item is asked only after one of ``places`` of ``item``, the code of an earlier one."""

    item = HiddenField()
    places = ChecksField("Tanyakan kalau jawabannya", coerce=str)

    @property
    def chosen(self) -> list[int]:
        return [int(one) for one in self.places.data or () if is_row_number(one)]
