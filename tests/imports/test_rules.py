"""What cells mean, and what a table would do to a government, without a database."""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from app.imports.rules import cells, people, structure
from app.imports.rules.cells import Wrong
from app.imports.rules.names import nearest, normal
from app.imports.rules.plan import Book, Plan, on_a_circle

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "written", ["IV/a", "IV.a", "IV-a", "IVa", "iv/A", "IV / a", "Pembina / IV-a", "Pembina (IV/a)", "41", "Pembina"]
)
def test_a_rank_is_one_rank_however_it_is_written(written):
    assert cells.rank(written, "pns") == "IV/a"


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        ("Penata Muda Tk. I / III-b", "III/b"),
        ("Penata Muda Tingkat I", "III/b"),
        ("Penata Tk.I (III/d)", "III/d"),
        ("IV/e", "IV/e"),
        ("-", ""),
    ],
)
def test_ranks_with_their_names(written, rank):
    assert cells.rank(written, "pns") == rank


@pytest.mark.parametrize("written", ["III/e", "V/a", "X", "Juru Kunci", "III"])
def test_what_is_no_rank_is_said_so(written):
    with pytest.raises(Wrong, match="III/b"):
        cells.rank(written, "pns")


@pytest.mark.parametrize(("written", "rank"), [("IX", "IX"), ("9", "IX"), ("Golongan VII", "VII"), ("XVII", "XVII")])
def test_ranks_of_pppk(written, rank):
    assert cells.rank(written, "pppk") == rank


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01",
        "01-03-2024",
        "1/3/2024",
        "01.03.2024",
        "1 Maret 2024",
        "1 Mar 2024",
        "2024-03-01 00:00:00",
        "45352",
    ],
)
def test_a_day_is_one_day_however_it_is_written(written):
    assert cells.day(written) == date(2024, 3, 1)


@pytest.mark.parametrize("written", ["31-02-2024", "2024-13-01", "kemarin", "01-03-24", "99999999"])
def test_what_is_no_day_is_said_so(written):
    with pytest.raises(Wrong):
        cells.day(written)


@pytest.mark.parametrize("written", ["1.99E+17", "1,99001E+17", "1.99001E+17", "2E17"])
def test_a_nip_spoiled_by_excel_is_told_apart_from_a_wrong_one(written):
    with pytest.raises(Wrong, match="dirusak Excel"):
        cells.nip(written)


@pytest.mark.parametrize(
    ("number", "kind", "fault"),
    [
        ("199001012020011001", "pns", ""),
        ("199001012020211001", "pppk", ""),
        ("199001012020211001", "pns", "Angka ke-9"),
        ("199013012020011001", "pns", "Delapan angka"),
        ("199001012020013001", "pns", "Angka ke-15"),
        ("199001012020011000", "pns", "Tiga angka terakhir"),
        ("19900101202001100", "pns", "NIP harus 18 angka. Sekarang baru 17."),
        ("1990010120200110AB", "pns", "NIP hanya berisi angka."),
    ],
)
def test_the_nip_of_pns_and_pppk_differ(number, kind, fault):
    if not fault:
        cells.ensure_nip(number, kind)
        return
    with pytest.raises(Wrong, match=fault):
        cells.ensure_nip(number, kind)


def test_an_unlikely_age_is_doubted_not_refused():
    assert cells.doubt_about_age("19900101202001", "pns") == ""
    assert "berumur 10 tahun" in cells.doubt_about_age("20100101202001", "pns")
    assert "berumur 70 tahun" in cells.doubt_about_age("19500101202001", "pns")


@pytest.mark.parametrize(
    ("kind", "status", "found"),
    [
        ("PNS Daerah Kab/Kota", "P", "pns"),
        ("PNS Daerah Kab/Kota", "C", "cpns"),
        ("CPNS", "", "cpns"),
        ("PPPK Daerah", "", "pppk"),
        ("Pegawai Pemerintah dengan Perjanjian Kerja", "P", "pppk"),
        ("", "P", "pns"),
    ],
)
def test_kinds_of_employees(kind, status, found):
    assert cells.employee_kind(kind, status) == found


@pytest.mark.parametrize(
    ("kind", "echelon", "title", "tier"),
    [
        ("Jabatan Struktural", "II.b", "Kepala Dinas", "jpt_pratama"),
        ("Jabatan Struktural", "III.a", "Sekretaris", "administrator"),
        ("Jabatan Struktural", "IV.b", "Kepala Seksi", "pengawas"),
        ("Jabatan Fungsional Tertentu", "", "Guru Ahli Muda", "jf_ahli_muda"),
        ("Jabatan Fungsional Tertentu", "-", "Perawat Mahir", "jf_mahir"),
        ("Jabatan Fungsional Umum", "", "Pengadministrasi Umum", "pelaksana"),
        ("", "", "Operator Layanan", "pelaksana"),
    ],
)
def test_tiers_of_the_export(kind, echelon, title, tier):
    assert cells.siasn_tier(kind, echelon, title) == tier


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dinas Kesehatan", " DINAS   kesehatan "),
        ("Kabupaten Batanghari", "Kab. Batang Hari"),
        ("Sekretariat DPRD Kabupaten Batang Hari", "Sekretariat DPRD Kabupaten Batanghari"),
        ("Dinas Pemuda & Olahraga", "Dinas Pemuda dan Olahraga"),
        ("Sub Bagian Umum", "Subbag. Umum"),
    ],
)
def test_two_spellings_of_one_unit(one, other):
    assert normal(one) == normal(other)


def test_the_nearest_name_is_suggested_and_no_far_one():
    units = ["Dinas Kesehatan", "Dinas Pendidikan", "Inspektorat Daerah"]
    assert nearest("Dinas Kesehtan", units) == "Dinas Kesehatan"
    assert nearest("Kantor Pos", units) == ""


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("BUDI PRATAMA", "", "S.A.P."), "Budi Pratama, S.A.P."),
        (("Siti Nur'aini", "dr.", "Sp.A"), "dr. Siti Nur'aini, Sp.A"),
        (("M. NUR", "-", ""), "M. Nur"),
    ],
)
def test_names_are_written_as_on_a_letter(parts, name):
    assert cells.composed(*parts) == name


def test_hours_are_exact():
    assert cells.hours("13,5 JP") == Decimal("13.50")
    for wrong in ("0", "-3", "banyak", "NaN", "2000"):
        with pytest.raises(Wrong):
            cells.hours(wrong)


@pytest.mark.parametrize(
    ("above", "circle"),
    [
        ({1: None, 2: 1, 3: 2}, set()),
        ({1: 2, 2: 1, 3: 2}, {1, 2}),
        ({1: 1}, {1}),
        ({1: 2, 2: 3, 3: 4, 4: 2}, {2, 3, 4}),
        ({1: 9}, set()),
    ],
)
def test_circles_are_found(above, circle):
    assert on_a_circle(above) == circle


def make_plan(*units) -> Plan:
    """A plan for a government with these units: (id, name, parent)."""
    book = Book(TODAY)
    for number, name, parent in units:
        above = book.units[parent]["path"] if parent else "/"
        book.know_unit(
            {
                "id": number,
                "parent_id": parent,
                "code": "",
                "name": name,
                "kind": "regional_unit",
                "path": f"{above}{number}/",
                "starts_on": date(2020, 1, 1),
                "ends_on": None,
                "version": 1,
            }
        )
    numbers = count(1000)
    return Plan(book, lambda _table: next(numbers))


def refused(plan: Plan) -> list[tuple[int, str]]:
    return [(one.row, one.key) for one in plan.faults if one.weight == "refused"]


def test_units_come_in_any_order_below_each_other():
    plan = make_plan((1, "Pemkab", None))
    rows = [[2, "Seksi A", "Bidang A"], [3, "Bidang A", "Dinas A"], [4, "Dinas A", "Pemkab"]]
    structure.plan_units(plan, rows, ["unit", "parent"])
    assert plan.outcomes == {"new": 3}
    paths = {one.record["name"]: one.record["path"] for one in plan.made["org_unit"]}
    assert paths == {"Dinas A": "/1/1000/", "Bidang A": "/1/1000/1001/", "Seksi A": "/1/1000/1001/1002/"}


def test_units_on_a_circle_are_refused_with_whoever_hangs_below():
    plan = make_plan((1, "Pemkab", None))
    rows = [[2, "A", "B"], [3, "B", "A"], [4, "C", "B"], [5, "D", "Pemkab"]]
    structure.plan_units(plan, rows, ["unit", "parent"])
    assert plan.outcomes == {"refused": 3, "new": 1}
    assert sorted(set(refused(plan))) == [(2, "parent"), (3, "parent"), (4, "parent")]


def test_a_unit_may_not_come_to_stand_below_its_own():
    plan = make_plan((1, "Pemkab", None), (2, "Dinas A", 1), (3, "Bidang A", 2))
    structure.plan_units(plan, [[2, "Dinas A", "Bidang A"]], ["unit", "parent"])
    assert refused(plan) == [(2, "parent")]
    assert plan.altered["org_unit"] == {}


def test_a_unit_that_moves_takes_along_what_is_below():
    plan = make_plan((1, "Pemkab", None), (2, "Dinas A", 1), (3, "Bidang A", 2), (4, "Dinas B", 1))
    structure.plan_units(plan, [[2, "Dinas A", "Dinas B"]], ["unit", "parent"])
    assert {number: one.after["path"] for number, one in plan.altered["org_unit"].items()} == {
        2: "/1/4/2/",
        3: "/1/4/2/3/",
    }


def test_posts_may_not_be_their_own_superiors():
    plan = make_plan((1, "Dinas A", None))
    columns = ["title", "unit", "tier", "superior"]
    rows = [
        [2, "Kepala", "Dinas A", "Eselon II", ""],
        [3, "Sekretaris", "Dinas A", "Administrator", "Kepala"],
        [4, "X", "Dinas A", "Pelaksana", "Y"],
        [5, "Y", "Dinas A", "Pelaksana", "X"],
        [6, "Z", "Dinas A", "Pelaksana", "Tidak Ada"],
    ]
    structure.plan_positions(plan, rows, columns)
    assert plan.outcomes == {"new": 2, "refused": 3}
    posts = {one.record["title"]: one.record for one in plan.made["position"]}
    assert posts["Sekretaris"]["reports_to_id"] == posts["Kepala"]["id"]
    assert sorted(set(refused(plan))) == [(4, "superior"), (5, "superior"), (6, "superior")]


def people_plan() -> Plan:
    plan = make_plan((1, "Dinas A", None))
    for number, title in ((11, "Arsiparis Terampil"), (12, "Analis")):
        plan.book.know_position(
            {
                "id": number,
                "unit_id": 1,
                "reports_to_id": None,
                "predecessor_id": None,
                "code": "",
                "title": title,
                "tier": "pelaksana",
                "grade": None,
                "needed": 1,
                "starts_on": date(2020, 1, 1),
                "ends_on": None,
                "version": 1,
            }
        )
    plan.book.employees["199001012020011001"] = {"id": 7, "name": "Budi"}
    return plan


PLACEMENTS = ["nip", "title", "unit", "placement_kind", "starts_on", "ends_on"]


def place(*rows) -> Plan:
    plan = people_plan()
    full = [[index, "199001012020011001", title, "Dinas A", *more] for index, (title, *more) in enumerate(rows, 2)]
    people.plan_placements(plan, full, PLACEMENTS)
    return plan


def test_a_former_post_ends_the_day_the_next_begins():
    plan = place(
        ("Arsiparis Terampil", "", "01-01-2021", ""),
        ("Analis", "Definitif", "01-06-2023", ""),
        ("Analis", "Plt", "01-01-2024", "01-02-2024"),
    )
    assert plan.outcomes == {"new": 3}
    made = [(one.record["position_id"], one.record["kind"], one.record["ends_on"]) for one in plan.made["placement"]]
    assert made == [(11, "definitive", date(2023, 6, 1)), (12, "definitive", None), (12, "plt", date(2024, 2, 1))]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (
            [("Analis", "", "01-01-2021", "01-01-2023"), ("Arsiparis Terampil", "", "01-06-2022", "")],
            [(3, "starts_on")],
        ),
        ([("Analis", "", "01-01-2021", ""), ("Arsiparis Terampil", "", "01-01-2020", "")], [(3, "starts_on")]),
        ([("Analis", "", "01-01-2021", "01-01-2020")], [(2, "ends_on")]),
        ([("Analis", "", "01-01-2021", ""), ("Analis", "", "01-01-2021", "")], [(3, "starts_on")]),
        ([("Tidak Ada", "", "01-01-2021", "")], [(2, "title")]),
        ([("Analis", "Kadang", "01-01-2021", "")], [(2, "placement_kind")]),
        ([("Analis", "", "", "")], [(2, "starts_on")]),
    ],
    ids=["two at once", "before the present one", "ends before it starts", "twice", "no such post", "kind", "no day"],
)
def test_placements_that_cannot_be_are_faults_of_their_row(rows, faults):
    assert refused(place(*rows)) == faults
