"""The shape of what organisers type after a round: minutes, the signed record, photos, the report."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.sosialisasi.facts.records import FollowUp, MinutesFacts, Point, RecordContent, Signs
from app.sosialisasi.forms.lines import Column, Lines
from app.web import fields
from app.web.inputs import tidy


def _lined(text: str | None) -> str:
    return "\n".join(tidy(line) for line in (text or "").replace("\r\n", "\n").split("\n")).strip()


def _long(label: str, longest: int) -> TextAreaField:
    return TextAreaField(
        label, filters=[_lined], validators=[Length(max=longest, message=f"{label} paling panjang {longest:n} huruf.")]
    )


def version_in(field: HiddenField) -> int:
    """The version a form was filled in from; -1 for one that is none."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class _WithLines(FlaskForm):  # type: ignore[misc]
    """A form with lines below its fields."""

    version = HiddenField()
    form_errors: list[str]
    parts: tuple[Lines, ...]

    def read_lines(self, typed: Any) -> bool:
        """Take the lines as typed; returns whether every one of them is right."""
        troubles = [text for part in self.parts for text in part.read(typed)]
        self.form_errors = [*self.form_errors, *dict.fromkeys(troubles)]
        return not troubles

    def add_lines(self, typed: Any) -> None:
        """Keep what was typed, right or wrong, and offer more lines than there were."""
        for part in self.parts:
            part.read(typed)
            part.spare = 4


class MinutesForm(_WithLines):
    taken_by = fields.line("Notulis", 150)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.points = Lines(
            "butir",
            "Butir notulen",
            (
                Column("title", "Pokok bahasan", 200, asked="Isi pokok bahasan setiap butir notulen."),
                Column("speaker", "Pembicara", 150),
                Column("gist", "Inti pembicaraan", 4000, rows=3),
                Column("decision", "Keputusan", 2000, rows=2),
                Column("owner", "Penanggung jawab (nama atau NIP)", 150),
                Column("due_on", "Paling lambat", 10, is_day=True),
            ),
            at_most=60,
        )
        self.parts = (self.points,)

    def fill(self, facts: MinutesFacts) -> None:
        self.taken_by.data = facts.taken_by
        self.points.fill(
            {
                "title": one.title,
                "speaker": one.speaker,
                "gist": one.gist,
                "decision": one.decision,
                "owner": one.owner,
                "due_on": str(one.due_on or ""),
            }
            for one in facts.points
        )

    def facts(self) -> MinutesFacts:
        points = tuple(
            Point(
                title=row.values["title"],
                speaker=row.values["speaker"],
                gist=row.values["gist"],
                decision=row.values["decision"],
                owner=row.values["owner"],
                due_on=row.day("due_on"),
            )
            for row in self.points.rows
        )
        return MinutesFacts(self.taken_by.data, points)


class RecordForm(_WithLines):
    basis = fields.line("Dasar kegiatan", 500)
    chair_name = fields.line("Nama pimpinan", 150)
    chair_title = fields.line("Jabatan pimpinan", 200)
    secretary_name = fields.line("Nama sekretaris", 150)
    secretary_title = fields.line("Jabatan sekretaris", 200)
    dissent = _long("Pendapat yang berbeda", 2000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.agenda = Lines("agenda", "Agenda", (Column("text", "Acara", 300, asked="Isi acaranya."),), at_most=30)
        self.points = Lines(
            "sepakat",
            "Hal yang disepakati",
            (Column("text", "Kesepakatan", 1500, asked="Isi kesepakatannya.", rows=2),),
            at_most=40,
        )
        self.follow_ups = Lines(
            "lanjut",
            "Tindak lanjut",
            (
                Column("what", "Tindak lanjut", 500, asked="Isi tindak lanjut yang punya penanggung jawab."),
                Column("owner", "Penanggung jawab", 150),
                Column("due_on", "Paling lambat", 10, is_day=True),
            ),
            at_most=30,
        )
        self.representatives = Lines(
            "wakil",
            "Wakil peserta yang menandatangani",
            (
                Column("name", "Nama", 150, asked="Isi nama setiap wakil peserta."),
                Column("title", "Jabatan", 200),
                Column("group", "Mewakili", 150),
            ),
            at_most=12,
            spare=1,
        )
        self.parts = (self.agenda, self.points, self.follow_ups, self.representatives)

    def fill(self, content: RecordContent) -> None:
        self.basis.data, self.dissent.data = content.basis, content.dissent
        self.chair_name.data, self.chair_title.data = content.chair.name, content.chair.title
        self.secretary_name.data, self.secretary_title.data = content.secretary.name, content.secretary.title
        self.agenda.fill({"text": one} for one in content.agenda)
        self.points.fill({"text": one} for one in content.points)
        self.follow_ups.fill({"what": one.what, "owner": one.owner, "due_on": one.due_on} for one in content.follow_ups)
        self.representatives.fill(
            {"name": one.name, "title": one.title, "group": one.group} for one in content.representatives
        )

    def facts(self) -> RecordContent:
        return RecordContent(
            basis=self.basis.data,
            chair=Signs(self.chair_name.data, self.chair_title.data),
            secretary=Signs(self.secretary_name.data, self.secretary_title.data),
            agenda=tuple(row.values["text"] for row in self.agenda.rows),
            points=tuple(row.values["text"] for row in self.points.rows),
            dissent=self.dissent.data,
            follow_ups=tuple(FollowUp(**row.values) for row in self.follow_ups.rows),
            representatives=tuple(Signs(**row.values) for row in self.representatives.rows),
        )


class PhotoForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Foto", validators=[FileRequired("Pilih fotonya.")])
    caption = fields.line("Keterangan", 200)


class CaptionForm(FlaskForm):  # type: ignore[misc]
    caption = fields.line("Keterangan", 200)


class ReportForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    background = _long("Latar belakang", 5000)
    aims = _long("Maksud dan tujuan", 5000)
    obstacles = _long("Kendala", 5000)
    conclusion = _long("Simpulan", 5000)
    follow_up = _long("Tindak lanjut", 5000)
    form_errors: list[str]
