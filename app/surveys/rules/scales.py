"""Scales of agreement and the like: ready sets of words, and from where an answer counts as favourable."""

from dataclasses import dataclass

FEWEST, MOST = 4, 7


@dataclass(frozen=True)
class ReadySet:
    """Words for a scale, from the lowest to the highest."""

    key: str
    title: str
    options: tuple[str, ...]


READY = (
    ReadySet(
        "setuju5", "Setuju, 5 pilihan", ("Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju")
    ),
    ReadySet(
        "setuju4",
        "Setuju, 4 pilihan tanpa titik tengah",
        ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju"),
    ),
    ReadySet(
        "setuju6",
        "Setuju, 6 pilihan tanpa titik tengah",
        ("Sangat tidak setuju", "Tidak setuju", "Agak tidak setuju", "Agak setuju", "Setuju", "Sangat setuju"),
    ),
    ReadySet(
        "setuju7",
        "Setuju, 7 pilihan",
        (
            "Sangat tidak setuju",
            "Tidak setuju",
            "Agak tidak setuju",
            "Netral",
            "Agak setuju",
            "Setuju",
            "Sangat setuju",
        ),
    ),
    ReadySet("sering5", "Seberapa sering, 5 pilihan", ("Tidak pernah", "Jarang", "Kadang", "Sering", "Selalu")),
    ReadySet("puas4", "Seberapa puas, 4 pilihan", ("Tidak puas", "Kurang puas", "Puas", "Sangat puas")),
    ReadySet(
        "mampu5", "Seberapa mampu, 5 pilihan", ("Belum bisa", "Perlu dibantu", "Cukup bisa", "Bisa", "Sangat bisa")
    ),
)
OWN = "sendiri"


def favourable_from(options: int, scale_min: int = 1) -> int:
    """The lowest value above the middle: 4 of 5, 5 of 7, 3 of 4, and 4 of 6, where "agak setuju" counts in."""
    return scale_min + options // 2 + options % 2


def ready_key(options: tuple[str, ...]) -> str:
    """The ready set with exactly these words, or the key for words of one's own."""
    return next((one.key for one in READY if one.options == options), OWN)


def words_of(key: str) -> tuple[str, ...]:
    return next((one.options for one in READY if one.key == key), ())
