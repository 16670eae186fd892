"""Plans on paper: the letters that hand them to the PPK, and the sheets of a plan on the agency's letterhead."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from app.base import scope, wording
from app.letters import catalogue
from app.letters.catalogue import TextKind
from app.letters.facts import Annex, Draft
from app.organisation import queries as organisation
from app.plans import labels
from app.plans.models import DevelopmentPlan, PlanLine
from app.plans.models.horizon import HorizonPlan, HorizonTarget
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules.targets import whole_rupiah

YEARLY, HORIZON = "plans_yearly", "plans_horizon"
_TO_PPK = ("Bupati Bungo selaku Pejabat Pembina Kepegawaian", "di Muara Bungo")
_DONE = (
    "Rincian kegiatan terlampir. Mohon rencana ini dapat ditetapkan.\n\n"
    "Demikian disampaikan. Atas perhatian dan persetujuannya, kami ucapkan terima kasih."
)

catalogue.register(
    TextKind(
        YEARLY,
        "Surat penyampaian rencana pengembangan kompetensi setahun",
        "Terbit dari BKPSDM begitu rencana setahun diajukan kepada PPK, dengan semua kegiatannya terlampir.",
        "Rencana pengembangan kompetensi pegawai tahun {tahun}",
        "Berdasarkan analisis kesenjangan kompetensi dan kesenjangan kinerja, bersama ini disampaikan rencana "
        "pengembangan kompetensi pegawai {cakupan} tahun {tahun}.",
        _DONE,
        {"tahun": "2027", "cakupan": "Kabupaten Bungo"},
        (("Kegiatan", "24"), ("Sasaran", "640 peserta"), ("Biaya", "Rp 480.000.000")),
        _TO_PPK,
    ),
    TextKind(
        HORIZON,
        "Surat penyampaian rencana pengembangan beberapa tahun (HCDP)",
        "Terbit dari BKPSDM begitu rencana beberapa tahun ditetapkan, dengan sasaran setiap tahun terlampir.",
        "Rencana pengembangan sumber daya manusia {tahun}",
        "Bersama ini disampaikan rencana pengembangan sumber daya manusia (HCDP) {cakupan} {tahun}.",
        _DONE.replace("Rincian kegiatan", "Sasaran setiap tahun").replace(" Mohon rencana ini dapat ditetapkan.", ""),
        {"tahun": "2027–2031", "cakupan": "Kabupaten Bungo"},
        (("Sasaran", "3.200 peserta"), ("Biaya", "Rp 2.400.000.000")),
        _TO_PPK,
    ),
)

LINE_HEADINGS = (
    "No.",
    "Jenis kompetensi",
    "Kegiatan",
    "Sasaran pegawai",
    "Bentuk dan jalur",
    "Penyelenggara",
    "Jadwal",
    "JP",
    "Kelas",
    "Kurikulum",
    "Biaya",
    "Sumber dana",
)
TARGET_HEADINGS = ("No.", "Tahun", "Kompetensi", "Jenjang", "Bentuk", "Orang", "JP per orang", "Biaya", "Asal")


def scope_words(page: PlanPage) -> str:
    """For whom a plan is."""
    return page.unit.name if page.unit is not None else organisation.government(scope.current()).name


def to_ppk() -> tuple[str, ...]:
    """The PPK of a government by their usual title; a governor, a regent or a mayor."""
    here = organisation.government(scope.current())
    first, _blank, rest = here.name.partition(" ")
    title = {"Provinsi": "Gubernur", "Kabupaten": "Bupati", "Kota": "Wali Kota"}.get(first)
    named = f"{title} {rest}" if title else f"Kepala daerah {here.name}"
    return f"{named} selaku Pejabat Pembina Kepegawaian", f"di {here.seat}"


def line_rows(lines: Iterable[PlanLine]) -> tuple[tuple[str, ...], ...]:
    """What a plan states of each activity (PP 11/2017 art. 207)."""
    kept = list(lines)
    names = queries.competency_names([one.competency_id for one in kept if one.competency_id is not None])
    forms = queries.form_words()
    return tuple(_row(count, one, names, forms) for count, one in enumerate(kept, start=1))


def _row(count: int, line: PlanLine, names: Mapping[int, str], forms: Mapping[str, str]) -> tuple[str, ...]:
    kind = names.get(line.competency_id or 0, labels.BASES[line.basis])
    target = f"{line.people} orang" + (f", {labels.tier(line.tier)}" if line.competency_id else "")
    return (
        str(count),
        f"{kind} {labels.levels(line)}".strip(),
        line.title,
        target,
        forms.get(line.form_code, ""),
        line.organiser,
        labels.month(line.month),
        wording.number(line.lesson_hours) if line.lesson_hours is not None else "–",
        f"{line.classes} × {line.seats}",
        line.curriculum or "–",
        labels.rupiah(line.total_cost),
        line.fund_source or "–",
    )


def plan_table(page: PlanPage, lines: Sequence[PlanLine]) -> Annex:
    return Annex(
        f"Rencana pengembangan kompetensi {scope_words(page)} tahun {page.plan.year}",
        LINE_HEADINGS,
        (*line_rows(lines), _total(lines)),
        wide=True,
    )


def _total(lines: Sequence[PlanLine]) -> tuple[str, ...]:
    cost = sum((one.total_cost or Decimal(0) for one in lines), Decimal(0))
    people = sum(one.people for one in lines)
    classes = sum(one.classes for one in lines)
    blank = [""] * len(LINE_HEADINGS)
    blank[2], blank[3], blank[8], blank[10] = "Jumlah", f"{people} peserta", f"{classes} kelas", labels.rupiah(cost)
    return tuple(blank)


def standing(plan: DevelopmentPlan | HorizonPlan) -> str:
    """Where a plan stands, as a sentence on its sheets."""
    if plan.decision_number and plan.decided_on:
        return (
            f"Ditetapkan {plan.decided_by} dengan keputusan nomor {plan.decision_number} "
            f"tanggal {wording.plain_date(plan.decided_on)}."
        )
    return "Rancangan. Belum ditetapkan Pejabat Pembina Kepegawaian."


def plan_lede(page: PlanPage) -> str:
    version = f"Revisi ke-{page.plan.revision - 1}. " if page.plan.revision > 1 else ""
    return f"{version}{standing(page.plan)}"


def handing_in(page: PlanPage, lines: Sequence[PlanLine], *, agency_id: int, number: int) -> Draft:
    """The letter with which the PyB hands the plan to the PPK. ``number`` tells the handings-in apart."""
    cost = sum((one.total_cost or Decimal(0) for one in lines), Decimal(0))
    return Draft(
        kind=YEARLY,
        unit_id=agency_id,
        source_key=f"plan:{page.plan.id}:{number}",
        addressee=to_ppk(),
        values={"tahun": str(page.plan.year), "cakupan": scope_words(page)},
        rows=(
            ("Kegiatan", str(len(lines))),
            ("Sasaran", f"{wording.number(sum(one.people for one in lines))} peserta"),
            ("Biaya", labels.rupiah(cost)),
        ),
        annexes=(plan_table(page, lines),),
        attachments="1 berkas",
    )


def years_of(plan: HorizonPlan) -> str:
    return f"{plan.first_year}–{plan.last_year}" if plan.last_year > plan.first_year else str(plan.first_year)


def horizon_table(plan: HorizonPlan, targets: Sequence[HorizonTarget]) -> Annex:
    forms = queries.form_words()
    rows = [
        (
            str(count),
            str(one.year),
            one.subject,
            labels.tier(one.tier) if one.competency_id else "–",
            forms.get(one.form_code, "–"),
            wording.number(one.people),
            wording.number(one.lesson_hours) if one.lesson_hours is not None else "–",
            labels.rupiah(one.cost),
            labels.origin(one),
        )
        for count, one in enumerate(targets, start=1)
    ]
    people = sum(one.people for one in targets)
    cost = sum((whole_rupiah(one.cost or Decimal(0)) for one in targets), Decimal(0))
    last = ("", "", "Jumlah", "", "", wording.number(people), "", labels.rupiah(cost), "")
    here = organisation.government(scope.current()).name
    return Annex(f"HCDP {here} {years_of(plan)}", TARGET_HEADINGS, (*rows, last), wide=True)


def announcing(plan: HorizonPlan, targets: Sequence[HorizonTarget], *, agency_id: int) -> Draft:
    """The letter with which the multi-year plan goes out once it is established."""
    cost = sum((whole_rupiah(one.cost or Decimal(0)) for one in targets), Decimal(0))
    return Draft(
        kind=HORIZON,
        unit_id=agency_id,
        source_key=f"horizon:{plan.id}",
        addressee=to_ppk(),
        values={"tahun": years_of(plan), "cakupan": organisation.government(scope.current()).name},
        rows=(
            ("Sasaran", f"{wording.number(sum(one.people for one in targets))} peserta"),
            ("Biaya", labels.rupiah(cost)),
            ("Penetapan", standing(plan)),
        ),
        annexes=(horizon_table(plan, targets),),
        attachments="1 berkas",
    )
