"""What is worked out from lines noted about an initiative: quadrants, gaps of stance, weights of risks."""

import re

from app.base.errors import WrongField
from app.base.suppression import MINIMUM
from app.initiatives.models import Stakeholder

ENTRIES_AT_MOST = 300
# From this degree of the five on, influence or impact is high.
HIGH = 4
MUCH, SOME = 15, 8
_NIP = re.compile(r"\d[\d ]{16,}\d")
STANCES = {-2: "menolak", -1: "ragu", 0: "netral", 1: "cenderung mendukung", 2: "mendukung"}
# (influence is high, impact is high): name, and what it asks for
QUADRANTS = {
    (True, True): ("Kelola erat", "Libatkan dalam keputusan dan temui langsung."),
    (True, False): ("Jaga kepuasan", "Jelaskan manfaatnya dan jaga supaya tidak keberatan."),
    (False, True): ("Jaga informasi", "Beri kabar lebih dulu dan jawab pertanyaannya."),
    (False, False): ("Pantau", "Cukup diamati dan diberi kabar."),
}


def quadrant(influence: int, impact: int) -> tuple[str, str]:
    return QUADRANTS[influence >= HIGH, impact >= HIGH]


def task(one: Stakeholder) -> str:
    """What the gap between the present and the wanted stance asks for; empty where there is none."""
    gap = one.wanted - one.stance
    if gap <= 0:
        return ""
    _name, advice = quadrant(one.influence, one.impact)
    steps = "satu tingkat" if gap == 1 else f"{gap} tingkat"
    return f"Naikkan {steps}, dari {STANCES[one.stance]} menjadi {STANCES[one.wanted]}. {advice}"


def weight(likelihood: int, impact: int) -> tuple[int, str, str]:
    """The product, its word and its tone; the limits are the product's own."""
    found = likelihood * impact
    if found >= MUCH:
        return found, "Tinggi", "bad"
    return (found, "Sedang", "wait") if found >= SOME else (found, "Rendah", "good")


def ensure_no_number_of_a_person(field: str, text: str) -> None:
    if _NIP.search(text):
        raise WrongField(field, "Jangan tulis NIP atau NIK di sini. Tulis unit, kelompok, atau jabatannya.")


def ensure_large_enough(people: int) -> None:
    """A cause of a unit of few would point at persons."""
    if people < MINIMUM:
        raise WrongField(
            "unit_id",
            f"Unit ini kurang dari {MINIMUM} orang, jadi sebabnya akan menunjuk orangnya. Catat pada unit di atasnya.",
        )
