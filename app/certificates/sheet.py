"""What stands on a certificate: the texts fitted to their places, and which of them differ from person to person."""

from dataclasses import replace
from decimal import Decimal

from app.certificates import labels, layout
from app.certificates.facts import CertificateFacts
from app.certificates.fitting import Fitted
from app.certificates.layout import Block
from app.certificates.style import Style
from app.documents.printing import is_plain, printable, render_document


class Sheet:
    def __init__(self, facts: CertificateFacts, style: Style) -> None:
        self.facts, self.style = facts, style
        given, role = layout.small_texts(facts, style)
        self._middle = layout.middle(facts, style)
        name, holder, title, occasion = self._middle.parts
        score = () if facts.score is None else (f"nilai akhir {labels.number(facts.score)}",)
        self._slots = {
            "heading": layout.heading_text(facts, style),
            "number": layout.heading(facts)[2],
            "given": Fitted((" ".join(given.lines),), given.size, given.leading),
            "name": name,
            "holder": holder,
            "role": Fitted((" ".join(role.lines),), role.size, role.leading),
            "title": title,
            "occasion": occasion,
            "code": Fitted((facts.code,), 11, 1.4),
            "score": Fitted(score, 8.5, 1.4),
            "of_whom": layout.of_whom(facts),
            "reference": layout.reference(facts),
        }

    @property
    def title(self) -> str:
        heading = self.style.texts.heading if "{" not in self.style.texts.heading else "Sertifikat"
        return printable(f"{heading} {self.facts.holder_name}, {self.facts.programme_title}")

    @property
    def description(self) -> str:
        facts = self.facts
        hours = labels.lesson_hours(facts.lesson_hours)
        return printable(f"Sertifikat pelatihan {hours}, nomor {facts.number}, kode {facts.code}")

    @property
    def is_plain(self) -> bool:
        """Whether every letter is one that our own fonts carry, so that a copy is set as the whole page would be."""
        return all(is_plain(line) for fitted in self._slots.values() for line in fitted.lines)

    def texts(self) -> dict[str, tuple[str, ...]]:
        """The lines that may differ, by slot."""
        return {slot: tuple(map(printable, one.lines)) for slot, one in self._slots.items() if one.lines}

    def html(self) -> str:
        return self._rendered(self.facts, self.title, self.description, self._slots)

    def shape(self) -> str:
        """The page without what may differ: two with the same are copies of one master."""
        facts = self.facts
        blank = {slot: replace(one, lines=tuple("-" for _line in one.lines)) for slot, one in self._slots.items()}
        nobody = replace(
            facts,
            holder_name="",
            holder_nip="",
            holder_position="",
            holder_unit="",
            number="",
            code="",
            verification_url="",
            score=None if facts.score is None else Decimal(0),
        )
        return self._rendered(nobody, "", "", blank)

    def _rendered(self, facts: CertificateFacts, title: str, description: str, slots: dict[str, Fitted]) -> str:
        government, organiser, _number = layout.heading(self.facts)
        middle = self._middle
        parts = (slots["name"], slots["holder"], slots["title"], slots["occasion"])
        return render_document(
            "certificate.html",
            facts=facts,
            style=self.style,
            labels=labels,
            document_title=title,
            description=description,
            slots=slots,
            remark=layout.filled(self.style.texts.remark, self.facts),
            government=government,
            organiser=organiser,
            middle=Block(middle.scale, parts, middle.spare),
            signature=layout.signature(self.facts),
            hours=layout.hours(self.facts),
            table_class=layout.table_class(self.facts),
        )
