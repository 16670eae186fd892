"""Numbers of documents by an office's own pattern, as on certificates and letters (reference §9.1)."""

import re

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDERS = ("urut", "unit", "klasifikasi", "bulan", "tahun")
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def format_number(pattern: str, *, sequence: int, year: int, month: int, unit: str, classification: str) -> str:
    """Fill the organiser's pattern once, from left to right; what a value holds is never filled again."""
    values = {
        "urut": str(sequence),
        "unit": unit,
        "klasifikasi": classification,
        "bulan": _ROMAN_MONTHS[month - 1],
        "tahun": str(year),
    }
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)


def check_pattern(pattern: str) -> list[str]:
    """What an officer has to mend before numbers can be given out by this pattern."""
    found = _PLACEHOLDER.findall(pattern)
    problems = [_unknown(name) for name in dict.fromkeys(found) if name not in _PLACEHOLDERS]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", pattern)):
        problems.append("Ada kurung kurawal yang tidak berpasangan.")
    if "urut" not in found:
        problems.append("Pola nomor harus memuat {urut}, agar tidak ada dua nomor yang sama.")
    if "tahun" not in found:
        problems.append("Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun.")
    return problems


def _unknown(name: str) -> str:
    return f"Isian {{{name}}} tidak dikenal. Pakai {{urut}}, {{unit}}, {{klasifikasi}}, {{bulan}}, atau {{tahun}}."
