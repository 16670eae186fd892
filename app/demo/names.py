"""Invented people: Indonesian names with their titles, and NIPs anybody can tell are not real."""

import re
from random import Random

from app.demo.cast import CAST
from app.demo.governments import rows_of
from app.organisation.models import EmployeeKind

_WORDS = {row["use"]: row["names"].split() for row in rows_of("names.csv")}
# Long names and apostrophes are common, and pages must live with them.
_LONG = (
    ("Raden Muhammad Fadhlurrahman Syarifuddin Al-Ghifari", False),
    ("Siti Nur'aini Khoirunnisa Ramadhani Puteri Kusumawardani", True),
    ("Muhammad Rif'at Sya'roni Hidayatullah bin Abdul Qadir Jaelani", False),
    ("Dwi Rahmaniah Nur'azizah Prameswari Cahyaningtyas", True),
    ("Tengku Zulkarnain Ma'mun Syah Alamsyah Perkasa Alam", False),
    ("Hj. Ratu Mas Sya'adah Permaisuri Nur Jannah", True),
)
DEGREES = {
    "s2": ("S.STP., M.Si.", "S.Sos., M.Si.", "S.E., M.M.", "S.IP., M.Si.", "S.T., M.T.", "S.H., M.H.", "S.Pd., M.Pd."),
    "health": ("S.KM., M.Kes.", "S.Kep., M.Kes.", "M.Kes.", "MARS."),
    "s1": (
        "S.Sos.",
        "S.E.",
        "S.IP.",
        "S.H.",
        "S.A.P.",
        "S.Kom.",
        "S.Pd.",
        "S.T.",
        "S.P.",
        "S.AN.",
        "S.Ak.",
        "S.I.Kom.",
    ),
    "d3": ("A.Md.", "A.Md.", "A.Md.", "A.Md.Kom.", "A.Md.Ak."),
    "nurse": ("S.Kep., Ns.", "A.Md.Kep.", "S.Tr.Kep."),
    "midwife": ("A.Md.Keb.", "S.Tr.Keb."),
    "pharmacist": ("S.Farm., Apt.",),
    "doctor": ("",),
    "school": ("",),
}
_TAKEN = {one.name.split(",")[0] for one in CAST}
_HONORIFIC = re.compile(r"\b(dr|h|hj)\. ")
_FIRST_SEQUENCE = 900
_SEQUENCES = 100


class Registry:
    """Gives out names, NIPs and e-mail addresses; no NIP and no address twice in the installation."""

    def __init__(self) -> None:
        self._nips = {one.nip for one in CAST}
        self._next: dict[str, int] = {}
        self._addresses: dict[str, int] = {one.email: 1 for one in CAST}

    def name(self, rng: Random, *, female: bool, education: str) -> str:
        """A name with the titles that come with an education."""
        bare = _bare_name(rng, female=female)
        while bare in _TAKEN:
            bare = _bare_name(rng, female=female)
        return titled(bare, rng.choice(DEGREES[education]), doctor=education == "doctor")

    def nip(self, rng: Random, *, kind: EmployeeKind, birth_year: int, start: tuple[int, int], female: bool) -> str:
        """Born on the first of a month; digits 9–14 are year and month of the start, for PPPK the year and 21."""
        year, month = start
        while True:
            birth = f"{birth_year}{rng.randint(1, 12):02d}01"
            stem = f"{birth}{year}{21 if kind is EmployeeKind.PPPK else month:02d}{2 if female else 1}"
            number = self._next.get(stem, 0)
            if number >= _SEQUENCES:
                year -= 1
                continue
            self._next[stem] = number + 1
            nip = f"{stem}{_FIRST_SEQUENCE + number}"
            if nip not in self._nips:
                self._nips.add(nip)
                return nip

    def email(self, name: str, slug: str) -> str:
        """first.last at the government's own address; the second of the same name gets a 2."""
        bare = _HONORIFIC.sub("", name.partition(",")[0].lower())
        words = re.sub(r"[^a-z ]", "", bare).split()
        local = ".".join(dict.fromkeys((words[0], words[-1])))
        first = f"{local}@{slug}.penata.example"
        self._addresses[first] = self._addresses.get(first, 0) + 1
        count = self._addresses[first]
        return first if count == 1 else f"{local}.{count}@{slug}.penata.example"


def long_name(number: int) -> tuple[str, bool] | None:
    """One of the long names (with whether it is a woman's) for the first few, None after that."""
    return _LONG[number] if number < len(_LONG) else None


def titled(bare: str, degree: str, *, doctor: bool = False) -> str:
    name = f"dr. {bare}" if doctor else bare
    return f"{name}, {degree}" if degree else name


def _bare_name(rng: Random, *, female: bool) -> str:
    firsts, lasts = (_WORDS["women"], _WORDS["last_women"]) if female else (_WORDS["men"], _WORDS["last_men"])
    words = [rng.choice(firsts)]
    shape = rng.random()
    if shape < 0.25:
        words.append(rng.choice(firsts[10:]).replace("M.", "Anugrah"))
    if shape < 0.95 or words[0] == "M.":
        words.append(rng.choice(lasts))
    if shape > 0.9 and words[0] != "M.":
        words.insert(0, "Hj." if female else "H.")
    return " ".join(dict.fromkeys(words))
