"""What surveys keep about people. Anonymous answers are nobody's: nothing in them tells whose they are."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, TASK, Erasure, Holding, Whose

WAVE_YEARS = "Selama gelombangnya disimpan untuk dibandingkan"

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="survey_participation",
        table="survey_participation",
        words="Keikutsertaan dalam survei, tanpa waktu dan tanpa jawaban",
        purpose="Memastikan setiap orang menjawab paling banyak sekali",
        basis=TASK,
        retention=WAVE_YEARS,
        columns={
            "wave_id": "Nomor gelombang",
            "employee_id": "Nomor pegawai",
            "group_id": "Kelompok unit",
            "done": "Sudah mengisi",
        },
    ),
    Holding(
        key="survey_answers",
        table="survey_answer",
        words="Jawaban survei tanpa nama",
        purpose="Mengetahui kesiapan menghadapi perubahan",
        basis=TASK,
        retention=WAVE_YEARS,
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak terhubung dengan siapa pun, jadi tidak bisa ditemukan menurut orang.",
        columns={"marks": "Jawaban", "texts": "Isian bebas"},
    ),
    Holding(
        key="survey_named_answers",
        table="survey_named_answer",
        words="Jawaban survei yang sejak awal diumumkan bernama",
        purpose="Menindaklanjuti jawaban bersama penjawabnya",
        basis=TASK,
        retention=WAVE_YEARS,
        erasure=Erasure.DELETE,
        shown_as="survey_answers",
        columns={
            "wave_id": "Nomor gelombang",
            "employee_id": "Nomor pegawai",
            "group_id": "Kelompok unit",
            "answered_at": "Dijawab",
            "marks": "Jawaban menurut urutan pertanyaan (0: tidak dijawab)",
            "texts": "Isian bebas",
        },
    ),
    Holding(
        key="survey_texts",
        table="survey_text",
        words="Isian bebas survei, terpisah dari jawaban lain",
        purpose="Mendengar apa yang tidak ditanyakan",
        basis=TASK,
        retention=WAVE_YEARS,
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak terhubung dengan siapa pun; ditampilkan sesudah yang membuka penulisnya dihapus.",
        columns={"text": "Isian asli", "told": "Isian yang ditampilkan"},
    ),
    Holding(
        key="survey_population",
        table="population_rule",
        words="Orang yang dipilih sebagai penjawab survei",
        purpose="Menentukan siapa yang ditanya",
        basis=TASK,
        retention=WAVE_YEARS,
        columns={"employee_id": "Nomor pegawai", "is_left_out": "Tidak ditanya"},
    ),
    Holding(
        key="group_checks",
        table="group_check",
        words="Cek cepat di ruangan yang Anda buka",
        purpose="Menampilkan hasilnya kepada pembukanya saja",
        basis=TASK,
        retention=WAVE_YEARS,
        link="opened_by_id",
        columns={"opened_by_id": "Nomor pegawai", "title": "Pertemuan", "opened_at": "Dibuka"},
    ),
    Holding(
        key="group_check_answers",
        table="group_check_answer",
        words="Jawaban cek cepat tanpa nama",
        purpose="Dibicarakan di ruangan itu juga",
        basis=TASK,
        retention="Sampai hasilnya ditampilkan, paling lama empat jam",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak terhubung dengan siapa pun, dan dihapus begitu hasilnya ditampilkan.",
        columns={"marks": "Jawaban"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "group_check": frozenset(
        {"initiative_id", "change_name", "code", "status", "taker_key", "ends_at", "shown_at", "result"}
    ),
    "group_check_answer": frozenset({"key", "check_id"}),
    "group_check_mark": frozenset({ALL}),
    "instrument": frozenset({ALL}),
    "instrument_dimension": frozenset({ALL}),
    "instrument_item": frozenset({ALL}),
    "instrument_version": frozenset({ALL}),
    "population_rule": frozenset({"wave_id", "kind", "unit_id", "position_id", "initiative_id", "tier"}),
    "survey_answer": frozenset({"key", "wave_id", "group_id"}),
    "survey_figure": frozenset({ALL}),
    "survey_group": frozenset({ALL}),
    "survey_measures": frozenset({ALL}),
    "survey_node": frozenset({ALL}),
    "survey_participation": frozenset({"token_hash", "code_hash"}),
    "survey_report": frozenset({ALL}),
    "survey_slips": frozenset({ALL}),
    "survey_text": frozenset({"key", "wave_id", "item_id", "state"}),
    "survey_wave": frozenset({ALL}),
    "wave_instrument": frozenset({ALL}),
}
