import pytest

from app.organisation.models import EmployeeKind
from app.organisation.rules import clean_nip, first_name, mask_nip, nip_fault, tops_of

PNS, CPNS, PPPK = EmployeeKind.PNS, EmployeeKind.CPNS, EmployeeKind.PPPK


@pytest.mark.parametrize(
    ("nip", "kind", "fault"),
    [
        ("199003152015031002", PNS, None),
        ("199003152015032002", CPNS, None),
        ("199003152015121999", PNS, None),
        ("199003152021211001", PPPK, None),
        ("200002292024011001", PNS, None),
        ("199003152021211001", PNS, "ke-9 sampai ke-14"),
        ("199003152021211001", CPNS, "ke-9 sampai ke-14"),
        ("199003152015131002", PNS, "ke-9 sampai ke-14"),
        ("199003152015001002", PNS, "ke-9 sampai ke-14"),
        ("199002302015031002", PNS, "tanggal lahir"),
        ("190002292015031002", PNS, "tanggal lahir"),
        ("189912312015031002", PNS, "tanggal lahir"),
        ("199013152015031002", PPPK, "tanggal lahir"),
        ("199003152015033002", PNS, "ke-15"),
        ("199003152015030002", PNS, "ke-15"),
        ("199003152015031000", PNS, "mulai dari 001"),
        ("19900315201503100", PNS, "baru 17"),
        ("1990031520150310020", PNS, "Sekarang 19"),
        ("", PNS, "hanya berisi angka"),
        ("19900315201503100A", PNS, "hanya berisi angka"),
        ("19900315 201503 1 002", PNS, "hanya berisi angka"),
        ("١٩٩٠٠٣١٥٢٠١٥٠٣١٠٠٢", PNS, "hanya berisi angka"),
        ("²99003152015031002", PNS, "hanya berisi angka"),
    ],
)
def test_what_is_wrong_with_a_nip(nip, kind, fault):
    found = nip_fault(nip, kind)
    assert (found is None) == (fault is None)
    assert fault is None or fault in found


@pytest.mark.parametrize(
    "typed", ["19900315 201503 1 002", " 199003152015031002\t", "19900315.201503-1.002", "19900315\u00a0201503 1 002"]
)
def test_a_nip_may_be_typed_as_it_is_printed(typed):
    assert clean_nip(typed) == "199003152015031002"


def test_a_masked_nip_shows_its_sequence_only():
    assert mask_nip("199003152015031002") == "•" * 14 + "1002"


@pytest.mark.parametrize(
    ("name", "first"),
    [("Budi Pratama, S.A.P.", "Budi"), ("Sukarno", "Sukarno"), ("Rina,S.E.", "Rina"), ("  Umi  Kalsum ", "Umi")],
)
def test_people_are_addressed_by_their_first_name(name, first):
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("paths", "within", "tops"),
    [
        (["/1/2/", "/1/", "/5/6/"], "", ["/1/", "/5/6/"]),
        (["/1/", "/5/6/", "/5/7/"], "/5/", ["/5/6/", "/5/7/"]),
        (["/1/"], "/1/2/", ["/1/2/"]),
        (["/1/", "/1/2/"], "/1/2/3/", ["/1/2/3/"]),
        (["/12/"], "/1/", []),
        (["/1/"], "/12/", []),
        ([], "/1/", []),
        (["/"], "", ["/"]),
        (["/"], "/1/", ["/1/"]),
    ],
)
def test_the_units_somebody_sees_within_a_unit(paths, within, tops):
    assert tops_of(paths, within) == tops
