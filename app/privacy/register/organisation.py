"""What organisation keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, DUTY, SERVICE_YEARS, TASK, Erasure, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="file",
        table="employee",
        words="Data kepegawaian",
        purpose="Mengenali pegawai dan mengurus kepegawaiannya",
        basis=DUTY,
        retention=SERVICE_YEARS,
        link="id",
        shown_as="file",
        columns={
            "nip": "NIP",
            "name": "Nama dengan gelar",
            "sort_name": "Nama untuk urutan",
            "kind": "Jenis pegawai",
            "rank": "Golongan",
            "rank_from": "TMT golongan",
            "cpns_from": "TMT CPNS",
            "legal_status": "Kedudukan hukum",
            "education_level": "Tingkat pendidikan",
            "education": "Pendidikan",
            "siasn_id": "Nomor di SIASN",
            "active": "Masih aktif",
            "restricted_on": "Dibatasi sejak",
        },
    ),
    Holding(
        key="contact",
        table="employee",
        words="Email kedinasan",
        purpose="Mengirim kabar tentang pelatihan dan keputusan",
        basis=TASK,
        retention="Selama menjadi pegawai",
        link="id",
        shown_as="file",
        erasure=Erasure.CLEAR,
        columns={"email": "Email"},
    ),
    Holding(
        key="placements",
        table="placement",
        words="Riwayat jabatan",
        purpose="Menentukan atasan, kebutuhan kompetensi, dan hak akses",
        basis=DUTY,
        retention=SERVICE_YEARS,
        shown_as="placements",
        columns={
            "employee_id": "Nomor pegawai",
            "position_id": "Nomor jabatan",
            "kind": "Jenis penempatan",
            "starts_on": "Mulai",
            "ends_on": "Sampai",
        },
    ),
    Holding(
        key="directory",
        table="directory_entry",
        words="Daftar pencarian pegawai",
        purpose="Menemukan pegawai dengan cepat menurut nama, unit, dan jabatan",
        basis=TASK,
        retention="Mengikuti data kepegawaian; disusun ulang setiap hari",
        erasure=Erasure.STAYS,
        how="Hanya salinan nama, unit, dan jabatan hari ini; ikut berubah bersama data kepegawaiannya.",
        shown_as="file",
        columns={
            "employee_id": "Nomor pegawai",
            "sort_name": "Nama untuk urutan",
            "words": "Kata pencarian",
            "position_id": "Nomor jabatan",
            "unit_path": "Unit",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "directory_day": frozenset({ALL}),
    "directory_entry": frozenset({"place"}),
    "government": frozenset({ALL}),
    "org_unit": frozenset({ALL}),
    "position": frozenset({ALL}),
    "unit_succession": frozenset({ALL}),
}
