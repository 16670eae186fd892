"""How a certificate looks: one of our layouts, two colours, a logo, and texts with a fixed list of placeholders."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

Colour = tuple[int, int, int]

PAPER = "#fffdf8"
READABLE, VISIBLE = 4.5, 3.0
PLACEHOLDERS = {
    "nama": "nama peserta",
    "jabatan": "jabatan peserta",
    "unit": "unit peserta",
    "program": "nama program",
    "angkatan": "nomor angkatan",
    "tahun": "tahun angkatan",
    "tanggal": "tanggal pelaksanaan",
    "tempat": "tempat",
    "kota": "kota",
    "jp": "jumlah JP",
    "nilai": "nilai akhir",
    "hasil": "hasil, misalnya dinyatakan lulus",
    "nomor": "nomor sertifikat",
    "penyelenggara": "penyelenggara",
    "pemerintah": "pemerintah daerah",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEX = re.compile(r"#[0-9a-f]{6}")
_MARKUP = re.compile(r"[<>]|://|javascript:|url\(", re.IGNORECASE)


class Layout(StrEnum):
    SHOOTS = "pucuk"
    CLASSIC = "klasik"
    MODERN = "modern"


@dataclass(frozen=True)
class Texts:
    heading: str = "Sertifikat"
    given: str = "diberikan kepada"
    role: str = "sebagai peserta yang {hasil}"
    occasion: str = (
        "Angkatan {angkatan} Tahun {tahun}, yang diselenggarakan pada {tanggal} di {tempat}, "
        "selama {jp} jam pelajaran (JP)"
    )
    remark: str = ""


@dataclass(frozen=True)
class Style:
    layout: Layout = Layout.SHOOTS
    primary: str = "#0d4459"
    accent: str = "#b8860f"
    texts: Texts = field(default_factory=Texts)
    logo: bytes = b""

    @classmethod
    def from_dicts(cls, layout: str, colours: Mapping[str, Any], texts: Mapping[str, Any], logo: bytes) -> "Style":
        known = {one.name for one in fields(Texts)}
        return cls(
            Layout(layout),
            colours["primary"],
            colours["accent"],
            Texts(**{name: text for name, text in texts.items() if name in known}),
            logo,
        )

    def texts_dict(self) -> dict[str, str]:
        return asdict(self.texts)

    def colours_dict(self) -> dict[str, str]:
        return {"primary": self.primary, "accent": self.accent}


STANDING = Style()


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace each known placeholder once, from left to right; what a value holds is never filled again (O2)."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def problems_of_text(text: str) -> Iterator[str]:
    """What an officer has to mend in a text, each as a sentence."""
    if _MARKUP.search(text):
        yield "Teks sertifikat tidak boleh memuat kode, skrip, atau alamat gambar. Tulis kalimat biasa saja."
    for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
        if name not in PLACEHOLDERS:
            yield f"Isian {{{name}}} tidak dikenal. Pakai salah satu dari daftar isian di halaman ini."
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield "Ada kurung kurawal yang tidak berpasangan."


def problem_of_colour(code: str, least: float) -> str:
    """Why a colour cannot be used on the paper, or an empty text."""
    if not _HEX.fullmatch(code):
        return "Warna ditulis seperti #0d4459: tanda pagar dan enam angka atau huruf a–f."
    reached = contrast(code, PAPER)
    if reached < least:
        shown, needed = (f"{value:.1f}".replace(".", ",") for value in (reached, least))
        return (
            f"Warna ini terlalu pucat di atas kertas: kontrasnya {shown}, paling sedikit {needed}. "
            "Pilih yang lebih tua."
        )
    return ""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(rgb(one)), _luminance(rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def rgb(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mixed(one: str, other: str, share: float) -> Colour:
    """``share`` of the one, the rest of the other."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(rgb(one), rgb(other), strict=True))
    return red, green, blue
