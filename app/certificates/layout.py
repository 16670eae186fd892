"""Where the texts of a certificate stand, and how large, so that they never meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.certificates import labels
from app.certificates.design import POINTS_PER_MM
from app.certificates.facts import CertificateFacts
from app.certificates.fitting import UNBREAKABLE, Face, Fitted, Step, fit
from app.certificates.style import STANDING, Style, Texts, fill

SCALES = (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)

MIDDLE_WIDTH = 206 * POINTS_PER_MM
MIDDLE_HEIGHT = 68 * POINTS_PER_MM
MIDDLE_SPACE = 60.0
SIGNATURE_WIDTH = 79 * POINTS_PER_MM
SIGNATURE_HEIGHT = 42 * POINTS_PER_MM
SIGNATURE_SPACE = 55.0
SEAL_WIDTH = 36 * POINTS_PER_MM
BACK_WIDTH = 226 * POINTS_PER_MM
NOTE_WIDTH = 148 * POINTS_PER_MM

NAME = (Step(32, 1), Step(29, 1), Step(26, 1), Step(24, 2), Step(22, 2), Step(20, 2), Step(18, 2), Step(16, 2))
TITLE = (Step(18, 1), Step(17, 1), Step(17, 2), Step(16, 2), Step(15, 2), Step(14, 3))
LINE = (Step(10, 1), Step(9.5, 2), Step(9, 3))
SENTENCE = (Step(11, 1), Step(10.5, 2), Step(10, 3))
ORGANISATION = (Step(10.5, 1), Step(9.5, 1), Step(8.5, 1), Step(7.5, 1), Step(7, 2))
NUMBER = (Step(9.5, 1), Step(8, 1), Step(7, 1), Step(6.5, 2))
SIGNATORY = (Step(9.5, 1), Step(9, 2), Step(8.5, 3))
TITLE_OF_ALL = (Step(39, 1), Step(32, 1), Step(26, 1), Step(22, 1), Step(18, 1))
GIVEN = (Step(13, 1), Step(11, 1), Step(9, 1))
ROLE = (Step(11, 1), Step(10, 1), Step(9, 1))
OF_WHOM = (Step(9.5, 1), Step(9.5, 2), Step(9, 3), Step(8, 4))
REFERENCE = (Step(8.5, 1), Step(7.5, 2), Step(7, 3), Step(6, 4))
HOURS = (Step(25, 1), Step(20, 1), Step(16, 1))


@dataclass(frozen=True)
class Block:
    """Texts that stand above each other in a given height, shrunk together until they do."""

    scale: float
    parts: tuple[Fitted, ...]
    spare: float


def middle(facts: CertificateFacts, style: Style = STANDING) -> Block:
    occasion = _occasion(facts) if style.texts.occasion == Texts.occasion else filled(style.texts.occasion, facts)

    def parts(scale: float) -> tuple[Fitted, ...]:
        return (
            fit(facts.holder_name, Face.SERIF, MIDDLE_WIDTH, NAME, leading=1.12, scale=scale),
            fit(_holder(facts), Face.SANS, MIDDLE_WIDTH, LINE, scale=scale),
            fit(facts.programme_title, Face.SERIF, MIDDLE_WIDTH, TITLE, leading=1.22, scale=scale),
            fit(occasion, Face.SANS, MIDDLE_WIDTH, SENTENCE, scale=scale),
        )

    return _shrunk(parts, MIDDLE_HEIGHT, MIDDLE_SPACE)


def signature(facts: CertificateFacts) -> Block:
    texts = (
        f"{facts.city}, {labels.day(facts.issued_on)}",
        facts.signatory_heading,
        facts.signatory_position,
        facts.signatory_name,
    )

    def parts(scale: float) -> tuple[Fitted, ...]:
        return tuple(fit(text, Face.SANS, SIGNATURE_WIDTH, SIGNATORY, scale=scale) for text in texts)

    return _shrunk(parts, SIGNATURE_HEIGHT, SIGNATURE_SPACE)


def heading(facts: CertificateFacts) -> tuple[Fitted, Fitted, Fitted]:
    government = fit(facts.government_name, Face.SANS, MIDDLE_WIDTH, ORGANISATION, leading=1.25)
    organiser = fit(facts.organiser_name, Face.SANS, MIDDLE_WIDTH, ORGANISATION[1:], leading=1.25)
    number = fit(f"Nomor {facts.number}", Face.SANS, MIDDLE_WIDTH, NUMBER, leading=1.2)
    return government, organiser, number


def heading_text(facts: CertificateFacts, style: Style) -> Fitted:
    return fit(filled(style.texts.heading, facts), Face.SERIF, MIDDLE_WIDTH, TITLE_OF_ALL, leading=1)


def small_texts(facts: CertificateFacts, style: Style) -> tuple[Fitted, Fitted]:
    """The words before the name, and those after it."""
    given = fit(filled(style.texts.given, facts), Face.SERIF, MIDDLE_WIDTH, GIVEN, leading=1.2)
    return given, fit(filled(style.texts.role, facts), Face.SANS, MIDDLE_WIDTH, ROLE)


def of_whom(facts: CertificateFacts) -> Fitted:
    """The line under the heading of the back."""
    period = labels.period(facts.starts_on, facts.ends_on)
    text = f"{facts.holder_name}, {facts.programme_title}, Angkatan {facts.batch_number} Tahun {facts.year}, {period}"
    return fit(text, Face.SANS, BACK_WIDTH, OF_WHOM)


def reference(facts: CertificateFacts) -> Fitted:
    """Number and code once more, on the back."""
    return fit(f"Nomor {facts.number}. Kode {facts.code}.", Face.SANS, NOTE_WIDTH, REFERENCE)


def filled(text: str, facts: CertificateFacts) -> str:
    """A text of a design with the facts in it; what belongs together stays on one line."""
    values = {
        "nama": facts.holder_name,
        "jabatan": facts.holder_position,
        "unit": facts.holder_unit,
        "program": facts.programme_title,
        "angkatan": str(facts.batch_number),
        "tahun": str(facts.year),
        "tanggal": _together(labels.period(facts.starts_on, facts.ends_on)),
        "tempat": facts.place,
        "kota": facts.city,
        "jp": labels.number(facts.lesson_hours),
        "nilai": labels.number(facts.score) if facts.score is not None else "",
        "hasil": facts.result,
        "nomor": facts.number,
        "penyelenggara": facts.organiser_name,
        "pemerintah": facts.government_name,
    }
    return fill(text, values)


def hours(facts: CertificateFacts) -> Fitted:
    return fit(labels.lesson_hours(facts.lesson_hours), Face.SERIF, SEAL_WIDTH, HOURS, leading=1)


def table_class(facts: CertificateFacts) -> str:
    """The more subjects, the closer the rows; very many go on to a further page."""
    rows = len(facts.subjects)
    if rows <= 10:
        return "roomy"
    return "close" if rows <= 16 else "dense"


def _holder(facts: CertificateFacts) -> str:
    nip = f"NIP {labels.spaced_nip(facts.holder_nip)}" if facts.holder_nip else ""
    return ", ".join(filter(None, (nip, facts.holder_position, facts.holder_unit)))


def _occasion(facts: CertificateFacts) -> str:
    batch = _together(f"Angkatan {facts.batch_number} Tahun {facts.year},")
    period = _together(labels.period(facts.starts_on, facts.ends_on))
    hours = _together(f"{labels.number(facts.lesson_hours)} jam pelajaran (JP)")
    return f"{batch} yang diselenggarakan pada {period} di {facts.place}, selama {hours}"


def _together(text: str) -> str:
    return text.replace(" ", UNBREAKABLE)


def _shrunk(parts: Callable[[float], Sequence[Fitted]], height: float, space: float) -> Block:
    for scale in SCALES:
        fitted = tuple(parts(scale))
        spare = height - space - sum(part.height for part in fitted)
        if spare >= 0:
            break
    return Block(scale, fitted, max(spare, 0))
