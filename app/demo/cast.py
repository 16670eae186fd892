"""The people of our stories, the same as in the tests. Wati is a citizen and has no account."""

from dataclasses import dataclass

from app.access.permissions import Role
from app.demo.governments import BATANGHARI, BUNGO, Realm
from app.organisation.models import EmployeeKind, PositionTier

_SERVICE = ("Dinas Tenaga Kerja dan Transmigrasi", "Bidang Pelayanan Penempatan Tenaga Kerja")
_LEARNING = (BUNGO.hr_agency, "Bidang Pengembangan Kompetensi")
_INSPECTION = ("Inspektorat", "Inspektur Pembantu Wilayah I")
_SYSTEMS = ("Dinas Komunikasi dan Informatika", "Bidang Penyelenggaraan e-Government")


@dataclass(frozen=True)
class Player:
    """Somebody of the cast: ``role`` is what the list of accounts calls them, granted where it does not follow."""

    key: str
    name: str
    role: Role
    nip: str
    rank: str
    realm: Realm
    unit: tuple[str, str]
    title: str
    tier: PositionTier
    heads: bool = False
    kind: EmployeeKind = EmployeeKind.PNS

    @property
    def email(self) -> str:
        return f"{self.key}@{self.realm.slug}.penata.example"


BUDI = Player(
    "budi",
    "Budi Pratama, S.A.P.",
    Role.EMPLOYEE,
    "199003012015031901",
    "III/b",
    BUNGO,
    _SERVICE,
    "Penata Layanan Operasional",
    PositionTier.PELAKSANA,
)
DEWI = Player(
    "dewi",
    "Dewi Anggraini, A.Md.",
    Role.EMPLOYEE,
    "200005012022032902",
    "II/c",
    BUNGO,
    _SERVICE,
    "Pengelola Layanan Operasional",
    PositionTier.PELAKSANA,
)
RINA = Player(
    "rina",
    "Rina Kartika, S.Sos., M.Si.",
    Role.MANAGER,
    "198002012006042903",
    "IV/a",
    BUNGO,
    _SERVICE,
    "Kepala Bidang Pelayanan Penempatan Tenaga Kerja",
    PositionTier.ADMINISTRATOR,
    heads=True,
)
SARI = Player(
    "sari",
    "Sari Wulandari, S.Sos., M.Si.",
    Role.HR,
    "198006012006042904",
    "III/d",
    BUNGO,
    _LEARNING,
    "Analis SDM Aparatur Ahli Muda",
    PositionTier.JF_AHLI_MUDA,
)
MAYA = Player(
    "maya",
    "Maya Lestari, S.Pd.",
    Role.ORGANISER,
    "199009012014122905",
    "III/b",
    BUNGO,
    _LEARNING,
    "Analis SDM Aparatur Ahli Pertama",
    PositionTier.JF_AHLI_PERTAMA,
)
ARIF = Player(
    "arif",
    "Arif Hidayat, S.E., Ak.",
    Role.AUDITOR,
    "198003012008011906",
    "III/d",
    BUNGO,
    _INSPECTION,
    "Auditor Ahli Muda",
    PositionTier.JF_AHLI_MUDA,
)
NADIA = Player(
    "nadia",
    "Nadia Permata, S.Kom.",
    Role.ADMINISTRATOR,
    "199008012019022907",
    "III/b",
    BUNGO,
    _SYSTEMS,
    "Pranata Komputer Ahli Pertama",
    PositionTier.JF_AHLI_PERTAMA,
)
YUSUF = Player(
    "yusuf",
    "Yusuf Ramadhan, S.T.",
    Role.ADMINISTRATOR,
    "199004012014031908",
    "III/c",
    BUNGO,
    _SYSTEMS,
    "Pranata Komputer Ahli Muda",
    PositionTier.JF_AHLI_MUDA,
)
# Signs the certificates of Bungo; an ordinary employee to the application.
HENDRA = Player(
    "hendra",
    "Hendra Saputra, S.STP., M.Si.",
    Role.MANAGER,
    "198004012002121910",
    "IV/a",
    BUNGO,
    _LEARNING,
    "Kepala Bidang Pengembangan Kompetensi",
    PositionTier.ADMINISTRATOR,
    heads=True,
)
JOKO = Player(
    "joko",
    "Joko Susilo, S.IP.",
    Role.HR,
    "198009012009121909",
    "III/d",
    BATANGHARI,
    (BATANGHARI.hr_agency, "Bidang Pengembangan Kompetensi"),
    "Analis SDM Aparatur Ahli Muda",
    PositionTier.JF_AHLI_MUDA,
)
CAST = (BUDI, DEWI, RINA, SARI, MAYA, ARIF, NADIA, YUSUF, HENDRA, JOKO)
INSTALLATION_NAME = "Admin Instalasi"
INSTALLATION_EMAIL = "admin@penata.example"
