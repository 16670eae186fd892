"""What officers say of a numbering and of a design, as the services take it."""

from dataclasses import dataclass

from app.certificates.models import Signing
from app.certificates.style import Layout, Style, Texts


@dataclass(frozen=True)
class SeriesFacts:
    """What an officer says of a numbering. With a post the signatory follows from it; without one it is typed."""

    organiser: str
    unit_code: str
    classification: str
    pattern: str
    signatory_heading: str
    signatory_position_id: int | None
    signatory_position: str
    signatory_name: str
    signatory_nip: str
    signing: Signing


@dataclass(frozen=True)
class DesignFacts:
    name: str
    layout: Layout
    primary: str
    accent: str
    texts: Texts

    def style(self, logo: bytes = b"") -> Style:
        return Style(self.layout, self.primary, self.accent, self.texts, logo)
