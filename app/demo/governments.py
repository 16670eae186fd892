"""The five governments, with the names of their units as published (confidence and source stand in the file)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.organisation.models import GovernmentKind

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Realm:
    """A government of the demo. ``staffed`` are the units that have people in the small ones; empty: all."""

    slug: str
    name: str
    short_name: str
    kind: GovernmentKind
    seat: str
    hr_agency: str
    hr_agency_short: str
    training_agency: str
    training_agency_short: str
    training_code: str
    staffed: tuple[str, ...] = ()
    timezone: str = "Asia/Jakarta"

    @property
    def full_hr_agency(self) -> str:
        return f"{self.hr_agency} {self.name}"


_BKPSDM = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
_DUKCAPIL = "Dinas Kependudukan dan Pencatatan Sipil"

BUNGO = Realm(
    slug="bungo",
    name="Kabupaten Bungo",
    short_name="Kab. Bungo",
    kind=GovernmentKind.REGENCY,
    seat="Muara Bungo",
    hr_agency=_BKPSDM,
    hr_agency_short="BKPSDM Kabupaten Bungo",
    training_agency=_BKPSDM,
    training_agency_short="BKPSDM Kabupaten Bungo",
    training_code="BKPSDM",
)
SAWAHLUNTO = Realm(
    slug="sawahlunto",
    name="Kota Sawahlunto",
    short_name="Kota Sawahlunto",
    kind=GovernmentKind.CITY,
    seat="Sawahlunto",
    hr_agency=_BKPSDM,
    hr_agency_short="BKPSDM Kota Sawahlunto",
    training_agency=_BKPSDM,
    training_agency_short="BKPSDM Kota Sawahlunto",
    training_code="BKPSDM",
    staffed=(_BKPSDM, _DUKCAPIL),
    # In truth all five live in WIB. This one is put into WITA for the demo, only to keep the zones honest.
    timezone="Asia/Makassar",
)
LAMPUNG = Realm(
    slug="lampung",
    name="Provinsi Lampung",
    short_name="Prov. Lampung",
    kind=GovernmentKind.PROVINCE,
    seat="Bandar Lampung",
    hr_agency="Badan Kepegawaian Daerah",
    hr_agency_short="BKD Provinsi Lampung",
    training_agency="Badan Pengembangan Sumber Daya Manusia Daerah",
    training_agency_short="BPSDMD Provinsi Lampung",
    training_code="BPSDMD",
    staffed=("Badan Pengembangan Sumber Daya Manusia Daerah", _DUKCAPIL),
)
BENGKULU = Realm(
    slug="bengkulu",
    name="Provinsi Bengkulu",
    short_name="Prov. Bengkulu",
    kind=GovernmentKind.PROVINCE,
    seat="Bengkulu",
    hr_agency="Badan Kepegawaian Daerah",
    hr_agency_short="BKD Provinsi Bengkulu",
    training_agency="Badan Pengembangan Sumber Daya Manusia",
    training_agency_short="BPSDM Provinsi Bengkulu",
    training_code="BPSDM",
    staffed=("Badan Pengembangan Sumber Daya Manusia", _DUKCAPIL),
)
BATANGHARI = Realm(
    slug="batanghari",
    name="Kabupaten Batanghari",
    short_name="Kab. Batanghari",
    kind=GovernmentKind.REGENCY,
    seat="Muara Bulian",
    hr_agency=_BKPSDM + " Daerah",
    hr_agency_short="BKPSDMD Kabupaten Batanghari",
    training_agency=_BKPSDM + " Daerah",
    training_agency_short="BKPSDMD Kabupaten Batanghari",
    training_code="BKPSDMD",
    staffed=(_BKPSDM + " Daerah", _DUKCAPIL),
)
REALMS = (BUNGO, SAWAHLUNTO, LAMPUNG, BENGKULU, BATANGHARI)


@dataclass(frozen=True)
class RegionalUnit:
    name: str
    kind: str


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def regional_units(realm: Realm) -> list[RegionalUnit]:
    """The units of a government in the order of its list."""
    return [
        RegionalUnit(row["unit_name"], row["unit_type"])
        for row in rows_of("regional_units.csv")
        if row["government"] == realm.name
    ]


def region_code(realm: Realm) -> str:
    """The code of the territory itself; kecamatan carry longer ones."""
    return min(
        (row["region_code"] for row in rows_of("regional_units.csv") if row["government"] == realm.name), key=len
    )
