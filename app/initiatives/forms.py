"""The shape of what people type about initiatives."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.initiatives import labels
from app.initiatives.facts import Impact, InitiativeFacts
from app.initiatives.models import ImpactKind
from app.web.fields import ChoiceField, DayField, line, offer
from app.web.inputs import tidy


def lines(text: str | None) -> str:
    """Text with its lines kept and each tidied."""
    return "\n".join(tidy(one) for one in (text or "").replace("\r\n", "\n").split("\n")).strip()


def long_text(label: str, longest: int, *, asked: str = "", least: int = 0, description: str = "") -> TextAreaField:
    """Several lines; ``asked`` is the sentence for who leaves them empty."""
    checks = [Length(max=longest, message=f"{label} paling panjang {longest:n} huruf.")]
    if least:
        checks.append(Length(min=least, message=f"{label} paling sedikit {least} huruf."))
    checks = [DataRequired(asked), *checks] if asked else checks
    return TextAreaField(label, filters=[lines], validators=checks, description=description)


class InitiativeForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Unit penanggung jawab", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    title = line("Nama perubahan", 200, asked="Isi nama perubahannya.")
    short_name = line("Nama pendek", 60, asked="Isi nama pendeknya, misalnya Penyederhanaan birokrasi.")
    what_changes = long_text("Apa yang berubah", 3000, asked="Tulis apa yang berubah; yang terdampak membacanya.")
    why = long_text("Mengapa", 3000, asked="Tulis alasannya; yang terdampak membacanya.")
    legal_basis = line("Dasar hukum", 300)
    starts_on = DayField("Mulai", [InputRequired("Isi tanggal mulainya.")])
    takes_effect_on = DayField("Mulai berlaku", [Optional()])
    ends_on = DayField("Selesai", [Optional()])
    sponsor_nip = line("NIP penanggung jawab", 24)
    form_errors: list[str]

    def facts(self, sponsor_id: int | None) -> InitiativeFacts:
        return InitiativeFacts(
            title=self.title.data,
            short_name=self.short_name.data,
            what_changes=self.what_changes.data,
            why=self.why.data,
            starts_on=self.starts_on.data,
            legal_basis=self.legal_basis.data,
            takes_effect_on=self.takes_effect_on.data,
            ends_on=self.ends_on.data,
            sponsor_id=sponsor_id,
        )


class ImpactForm(FlaskForm):  # type: ignore[misc]
    kind = ChoiceField("Yang berubah", coerce=str, choices=offer(labels.IMPACTS.items()))
    degree = ChoiceField("Seberapa besar", coerce=str, choices=offer(labels.DEGREES.items()))
    note = line("Keterangan", 500)

    def impact(self) -> Impact:
        return Impact(ImpactKind(self.kind.data), int(self.degree.data), self.note.data)


class UnitImpactForm(ImpactForm):
    unit_id = ChoiceField("Unit", coerce=str, validators=[InputRequired("Pilih unitnya.")])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = long_text("Alasan", 500, asked="Tulis alasannya; yang terdampak membacanya.", least=5)
