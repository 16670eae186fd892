"""The shape of what people type about actions."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import InputRequired, NumberRange

from app.initiatives.forms import long_text
from app.interventions import labels
from app.interventions.facts import OwnFacts
from app.interventions.models import Effort, TargetKind
from app.web.fields import ChoiceField, CountField, DayField, line, offer


class ActionForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Untuk unit", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    catalogue_code = ChoiceField("Dari katalog", coerce=str)
    title = line("Nama tindakan", 150)
    description = long_text("Yang dilakukan", 2000)
    owner_nip = line("NIP pelaksana", 24, asked="Isi NIP pelaksananya.")
    due_on = DayField("Batas waktu", [InputRequired("Isi batas waktunya.")])
    form_errors: list[str]


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    evidence = long_text("Yang sudah dilakukan", 2000)
    file = FileField("Bukti")
    form_errors: list[str]


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = line("Alasan", 500, asked="Tulis alasannya, supaya pelaksana tahu.")


class CheckForm(FlaskForm):  # type: ignore[misc]
    effect = line("Hasil pemeriksaan", 300, asked="Tulis apa yang Anda periksa dan hasilnya.")


class OwnForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    target = ChoiceField(
        "Menjawab",
        coerce=str,
        choices=offer(
            (
                (f"{kind.value}/{code}", f"{labels.TARGET_KINDS[kind]}: {words}")
                for code, words in labels.TARGETS.items()
                for kind in (labels.kind_of(code),)
            ),
            "Pilih yang dijawab",
        ),
        validators=[InputRequired("Pilih apa yang dijawab tindakan ini.")],
    )
    name = line("Nama", 120, asked="Isi namanya.")
    description = long_text("Yang dilakukan", 1000, asked="Tulis apa yang dilakukan.")
    effort = ChoiceField(
        "Upaya", coerce=str, choices=offer((one.value, words) for one, words in labels.EFFORTS.items())
    )
    days = CountField(
        "Lama biasanya (hari)",
        [InputRequired("Isi berapa hari biasanya."), NumberRange(1, 730, "Lamanya 1 sampai 730 hari.")],
    )
    evidence = line("Bukti selesai", 200, asked="Tulis bukti apa yang menunjukkan tindakan ini selesai.")
    form_errors: list[str]

    @property
    def facts(self) -> OwnFacts:
        kind, _slash, code = self.target.data.partition("/")
        return OwnFacts(
            TargetKind(kind),
            code,
            self.name.data,
            self.description.data,
            Effort(self.effort.data),
            self.days.data,
            self.evidence.data,
        )
