"""Units and posts: under each published unit a small tree as such units usually have, and posts up to the Sekda."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from app.demo.cast import CAST, Player
from app.demo.governments import Realm, RegionalUnit, regional_units
from app.organisation.models import GovernmentKind, PositionTier

REGIONAL, SECRETARIAT, DIVISION, SECTION, TECHNICAL = (
    "regional_unit",
    "secretariat",
    "division",
    "section",
    "technical_unit",
)
# From so many employees on, agencies have branches and hospitals departments.
LARGE = 2_000
GRADES = {
    PositionTier.JPT_MADYA: 16,
    PositionTier.JPT_PRATAMA: 14,
    PositionTier.ADMINISTRATOR: 11,
    PositionTier.PENGAWAS: 9,
    PositionTier.PELAKSANA: 7,
    PositionTier.JF_PEMULA: 5,
    PositionTier.JF_TERAMPIL: 6,
    PositionTier.JF_MAHIR: 7,
    PositionTier.JF_PENYELIA: 8,
    PositionTier.JF_AHLI_PERTAMA: 8,
    PositionTier.JF_AHLI_MUDA: 9,
    PositionTier.JF_AHLI_MADYA: 11,
}


@dataclass(eq=False)
class Unit:
    id: int
    parent: "Unit | None"
    name: str
    kind: str
    regional: str
    path: str
    weight: int = 1


@dataclass(eq=False)
class Post:
    id: int
    unit: Unit
    title: str
    tier: PositionTier
    education: str
    superior: "Post | None"
    needed: int = 1
    is_head: bool = False
    holders: list[int] = field(default_factory=list)


@dataclass
class Structure:
    """What a government is made of. ``ladder`` are the leading posts in the order they are filled."""

    units: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    ladder: list[Post] = field(default_factory=list)
    leading: dict[int, Post] = field(default_factory=dict)
    staffed: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A unit inside a unit, with the title of whoever leads it."""

    name: str
    head: str
    kind: str = DIVISION
    tier: PositionTier = PositionTier.ADMINISTRATOR
    weight: int = 4
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True)
class Staff:
    """A post below the leading ones."""

    title: str
    tier: PositionTier
    education: str


def _divisions(*names: str) -> tuple[Part, ...]:
    return tuple(Part(f"Bidang {name}", f"Kepala Bidang {name}") for name in names)


def _offices(*names: str) -> tuple[Part, ...]:
    return tuple(Part(f"Bagian {name}", f"Kepala Bagian {name}", weight=3) for name in names)


def _sections(*names: str) -> tuple[Part, ...]:
    return tuple(
        Part(f"Seksi {name}", f"Kepala Seksi {name}", SECTION, PositionTier.PENGAWAS, weight=1) for name in names
    )


def _subsections(*names: str) -> tuple[Part, ...]:
    return tuple(
        Part(f"Subbagian {name}", f"Kepala Subbagian {name}", SECTION, PositionTier.PENGAWAS, weight=2)
        for name in names
    )


_SECRETARIAT = Part(
    "Sekretariat",
    "Sekretaris",
    SECRETARIAT,
    weight=1,
    parts=_subsections("Umum dan Kepegawaian", "Perencanaan dan Keuangan"),
)
_BY_WORD = {
    "Kepegawaian": _divisions("Pengadaan dan Informasi Kepegawaian", "Mutasi dan Promosi", "Pengembangan Kompetensi"),
    "Sumber Daya Manusia": _divisions("Pengembangan Kompetensi", "Sertifikasi dan Penjaminan Mutu"),
    "Perencanaan": _divisions(
        "Perencanaan, Pengendalian dan Evaluasi Pembangunan Daerah",
        "Pemerintahan dan Pembangunan Manusia",
        "Perekonomian, Infrastruktur dan Kewilayahan",
    ),
    "Pajak": _divisions("Pendaftaran dan Pendataan", "Penetapan dan Keberatan", "Pelayanan dan Penagihan"),
    "Komunikasi": _divisions(
        "Pengelolaan Informasi dan Komunikasi Publik", "Penyelenggaraan e-Government", "Statistik dan Persandian"
    ),
    "Tenaga Kerja": _divisions(
        "Pelayanan Penempatan Tenaga Kerja",
        "Pelatihan dan Produktivitas Tenaga Kerja",
        "Hubungan Industrial dan Transmigrasi",
    ),
    "Kependudukan": _divisions("Pelayanan Pendaftaran Penduduk", "Pelayanan Pencatatan Sipil"),
}
_HOSPITAL = (
    Part("Bagian Tata Usaha", "Kepala Bagian Tata Usaha", weight=3),
    *_divisions("Pelayanan Medik", "Keperawatan", "Penunjang Medik"),
)
_DISTRICT = (
    Part("Sekretariat Kecamatan", "Sekretaris Camat", SECRETARIAT, weight=1),
    *_sections("Tata Pemerintahan", "Pemberdayaan Masyarakat", "Ketenteraman dan Ketertiban Umum", "Pelayanan Umum"),
)
_INSPECTORATE = (
    _SECRETARIAT,
    *(Part(f"Inspektur Pembantu Wilayah {one}", f"Inspektur Pembantu Wilayah {one}", weight=3) for one in ("I", "II")),
)
_COUNCIL = _offices("Umum dan Keuangan", "Persidangan dan Perundang-undangan")
_DEPARTMENTS = (
    "Gawat Darurat",
    "Rawat Jalan",
    "Rawat Inap Penyakit Dalam",
    "Rawat Inap Anak",
    "Rawat Inap Bedah",
    "Perawatan Intensif",
    "Bedah Sentral",
    "Kebidanan",
    "Farmasi",
    "Laboratorium",
    "Radiologi",
    "Rekam Medik",
)


def parts_of(unit: RegionalUnit) -> tuple[Part, ...]:
    """The tree below a unit, by its kind and by the words of its name."""
    if unit.name == "Sekretariat Daerah":
        return _offices("Tata Pemerintahan", "Hukum", "Organisasi", "Umum")
    if unit.name == "Sekretariat DPRD":
        return _COUNCIL
    fixed = {"inspektorat": _INSPECTORATE, "kecamatan": _DISTRICT, "rumah_sakit": _HOSPITAL}.get(unit.kind)
    if fixed is not None:
        return fixed
    for word, divisions in _BY_WORD.items():
        if word in unit.name:
            return (_SECRETARIAT, *divisions)
    return (_SECRETARIAT, *_divisions("Pelayanan dan Pembinaan", "Data, Pengendalian dan Evaluasi"))


def leader_of(unit: RegionalUnit, realm: Realm) -> tuple[str, PositionTier]:
    """Title and tier of whoever leads a regional unit."""
    if unit.name == "Sekretariat Daerah":
        province = realm.kind is GovernmentKind.PROVINCE
        return "Sekretaris Daerah", PositionTier.JPT_MADYA if province else PositionTier.JPT_PRATAMA
    if unit.name == "Sekretariat DPRD":
        return "Sekretaris DPRD", PositionTier.JPT_PRATAMA
    match unit.kind:
        case "kecamatan":
            return f"Camat {unit.name.removeprefix('Kecamatan ')}", PositionTier.ADMINISTRATOR
        case "rumah_sakit":
            return f"Direktur {unit.name}", PositionTier.JPT_PRATAMA
        case "inspektorat":
            return "Inspektur", PositionTier.JPT_PRATAMA
        case _:
            return f"Kepala {unit.name}", PositionTier.JPT_PRATAMA


class Builder:
    """Builds the units and leading posts of one government; numbers come from outside."""

    def __init__(self, realm: Realm, number: Callable[[str], int], *, is_large: bool) -> None:
        self._realm = realm
        self._number = number
        self._is_large = is_large
        self.made = Structure()

    def build(self) -> Structure:
        units = regional_units(self._realm)
        secretariat = units.pop(next(i for i, one in enumerate(units) if one.name == "Sekretariat Daerah"))
        top = self._raise(secretariat, None, None)
        for one in units:
            is_office = one.kind == "biro"
            self._raise(one, self.made.leading[top.id], top if is_office else None)
        self.made.ladder.sort(key=self._urgency)
        return self.made

    def _urgency(self, post: Post) -> int:
        """In a small government the Sekda comes first, then the units that have people, then other heads."""
        staffed = self._realm.staffed
        if not staffed or post.superior is None or post.unit.regional in staffed:
            return 0
        return 1 if post.unit.kind == REGIONAL else 2

    def _raise(self, unit: RegionalUnit, superior: Post | None, parent: Unit | None) -> Unit:
        title, tier = leader_of(unit, self._realm)
        node = self._unit(parent, unit.name, REGIONAL, unit.name)
        head = self._lead(node, title, tier, superior)
        has_people = not self._realm.staffed or unit.name in self._realm.staffed
        if has_people:
            self._divide(node, head, parts_of(unit), suffix="")
            self._branch(node, head, unit)
        return node

    def _divide(self, node: Unit, head: Post, parts: Sequence[Part], *, suffix: str) -> None:
        for part in parts:
            child = self._unit(node, part.name + suffix, part.kind, node.regional, part.weight)
            leader = self._lead(child, part.head + suffix, part.tier, head)
            self._divide(child, leader, part.parts, suffix=suffix)
            if not part.parts:
                self.made.staffed.append(child)

    def _branch(self, node: Unit, head: Post, unit: RegionalUnit) -> None:
        """Branches in each kecamatan, and a hospital's departments: only a large government has them."""
        if not self._is_large:
            return
        if unit.kind == "rumah_sakit":
            parts = [_technical(f"Instalasi {name}", weight=8) for name in _DEPARTMENTS]
        elif unit.kind == "dinas" or "Pajak" in unit.name:
            parts = [_technical(f"UPTD Wilayah {name}", weight=2) for name in self._districts()]
        else:
            return
        self._divide(node, head, parts, suffix="")

    def _districts(self) -> Iterator[str]:
        return (one.name for one in regional_units(self._realm) if one.kind == "kecamatan")

    def _unit(self, parent: Unit | None, name: str, kind: str, regional: str, weight: int = 1) -> Unit:
        number = self._number("unit")
        path = f"{parent.path if parent else '/'}{number}/"
        unit = Unit(number, parent, name, kind, regional, path, weight)
        self.made.units.append(unit)
        return unit

    def _lead(self, unit: Unit, title: str, tier: PositionTier, superior: Post | None) -> Post:
        education = "health" if unit.regional.startswith("RS") else "s2"
        post = Post(self._number("post"), unit, title, tier, education, superior, is_head=True)
        self.made.posts.append(post)
        self.made.ladder.append(post)
        self.made.leading[unit.id] = post
        return post


def _technical(name: str, *, weight: int) -> Part:
    return Part(name, f"Kepala {name}", TECHNICAL, PositionTier.PENGAWAS, weight)


_TIER = PositionTier
_GENERAL = (
    Staff("Penata Layanan Operasional", _TIER.PELAKSANA, "s1"),
    Staff("Penelaah Teknis Kebijakan", _TIER.PELAKSANA, "s1"),
    Staff("Pengolah Data dan Informasi", _TIER.PELAKSANA, "d3"),
    Staff("Pengelola Layanan Operasional", _TIER.PELAKSANA, "d3"),
    Staff("Pengadministrasi Perkantoran", _TIER.PELAKSANA, "school"),
    Staff("Operator Layanan Operasional", _TIER.PELAKSANA, "school"),
    Staff("Arsiparis Terampil", _TIER.JF_TERAMPIL, "d3"),
    Staff("Arsiparis Mahir", _TIER.JF_MAHIR, "d3"),
    Staff("Analis Kebijakan Ahli Muda", _TIER.JF_AHLI_MUDA, "s2"),
)
_SPECIAL = {
    "Kepegawaian": (
        Staff("Analis SDM Aparatur Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
        Staff("Analis SDM Aparatur Ahli Muda", _TIER.JF_AHLI_MUDA, "s1"),
        Staff("Pranata SDM Aparatur Mahir", _TIER.JF_MAHIR, "d3"),
    ),
    "Sumber Daya Manusia": (Staff("Widyaiswara Ahli Madya", _TIER.JF_AHLI_MADYA, "s2"),),
    "Perencanaan": (
        Staff("Perencana Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
        Staff("Perencana Ahli Muda", _TIER.JF_AHLI_MUDA, "s2"),
        Staff("Perencana Ahli Madya", _TIER.JF_AHLI_MADYA, "s2"),
    ),
    "Pajak": (Staff("Analis Keuangan Pusat dan Daerah Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),),
    "Komunikasi": (
        Staff("Pranata Komputer Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
        Staff("Pranata Komputer Terampil", _TIER.JF_TERAMPIL, "d3"),
        Staff("Pranata Hubungan Masyarakat Ahli Muda", _TIER.JF_AHLI_MUDA, "s1"),
        Staff("Statistisi Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
    ),
    "Tenaga Kerja": (
        Staff("Pengantar Kerja Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
        Staff("Mediator Hubungan Industrial Ahli Muda", _TIER.JF_AHLI_MUDA, "s1"),
        Staff("Instruktur Terampil", _TIER.JF_TERAMPIL, "d3"),
    ),
    "Inspektorat": (
        Staff("Auditor Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),
        Staff("Auditor Ahli Madya", _TIER.JF_AHLI_MADYA, "s2"),
        Staff("Pengawas Penyelenggaraan Urusan Pemerintahan Daerah Ahli Muda", _TIER.JF_AHLI_MUDA, "s1"),
    ),
    "Kependudukan": (Staff("Administrator Database Kependudukan Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "s1"),),
    "RSUD": (
        Staff("Perawat Terampil", _TIER.JF_TERAMPIL, "nurse"),
        Staff("Perawat Mahir", _TIER.JF_MAHIR, "nurse"),
        Staff("Perawat Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "nurse"),
        Staff("Bidan Terampil", _TIER.JF_TERAMPIL, "midwife"),
        Staff("Bidan Penyelia", _TIER.JF_PENYELIA, "midwife"),
        Staff("Dokter Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "doctor"),
        Staff("Dokter Ahli Muda", _TIER.JF_AHLI_MUDA, "doctor"),
        Staff("Apoteker Ahli Pertama", _TIER.JF_AHLI_PERTAMA, "pharmacist"),
    ),
    "Kecamatan": (Staff("Operator Layanan Operasional", _TIER.PELAKSANA, "school"),),
}


def seat_players(structure: Structure, realm: Realm, number: Callable[[str], int]) -> dict[str, Post]:
    """The posts of the cast, each their own: leading ones are there, the others are made."""
    return {one.key: _seat(structure, one, number) for one in CAST if one.realm is realm}


def _seat(structure: Structure, player: Player, number: Callable[[str], int]) -> Post:
    unit = next(one for one in structure.units if (one.regional, one.name) == player.unit)
    head = structure.leading[unit.id]
    if player.heads:
        return head
    post = Post(number("post"), unit, player.title, player.tier, "s1", head)
    structure.posts.append(post)
    return post


def add_staff_posts(structure: Structure, people: int, number: Callable[[str], int], rng: Random) -> list[Post]:
    """Posts for so many people below the leading ones; returns a place per person, by the units' weights."""
    places: list[Post] = []
    for unit, share in zip(structure.staffed, _shares(structure.staffed, people), strict=True):
        if share:
            places += _staff_of(structure, unit, share, number, rng)
    return places


def _shares(units: list[Unit], people: int) -> list[int]:
    """People per unit by weight, whole numbers that add up."""
    total = sum(unit.weight for unit in units)
    shares, given, upto = [], 0, 0
    for unit in units:
        upto += unit.weight
        shares.append(people * upto // total - given)
        given += shares[-1]
    return shares


def _staff_of(structure: Structure, unit: Unit, share: int, number: Callable[[str], int], rng: Random) -> list[Post]:
    pool = _pool(unit.regional)
    chosen = rng.sample(pool, min(len(pool), share, rng.randint(3, 6) + share // 20))
    posts = [
        Post(number("post"), unit, one.title, one.tier, one.education, structure.leading[unit.id]) for one in chosen
    ]
    places = posts + [rng.choice(posts) for _ in range(share - len(posts))]
    for post in posts:
        # Most posts are full; some ask for more hands than there are.
        post.needed = places.count(post) + (rng.random() < 0.15)
    structure.posts += posts
    return places


def _pool(regional: str) -> list[Staff]:
    special = [one for word, staff in _SPECIAL.items() if word in regional for one in staff]
    return list({one.title: one for one in (*special, *_GENERAL)}.values())
