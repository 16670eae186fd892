"""Sentences the home page writes from figures, never free-form."""

from decimal import Decimal

from app.base.wording import number
from app.competency.queries import LearningYear


def learning_sentence(learning: LearningYear, planned: Decimal) -> str:
    """What the year's lesson hours mean: a floor to reach for PNS, a ceiling for PPPK without reproach."""
    if learning.is_ceiling:
        return f"Sebagai PPPK, Anda bisa mencatat sampai {number(learning.target)} JP tahun ini."
    missing = learning.target - learning.credited
    if missing <= 0:
        return "Target JP tahun ini tercapai."
    if missing - learning.waiting - planned <= 0:
        return "Kalau yang terjadwal dan menunggu verifikasi selesai, target tahun ini tercapai."
    coming = learning.waiting + planned
    if coming:
        return f"Setelah {number(coming)} JP yang terjadwal atau menunggu, masih kurang {number(missing - coming)} JP."
    return f"Masih perlu {number(missing)} JP lagi untuk mencapai target tahun ini."


def nothing_planned(learning: LearningYear) -> str:
    """What stands where the schedule is empty."""
    missing = learning.target - learning.credited
    if learning.is_ceiling or missing <= 0:
        return "Lihat angkatan yang dibuka untuk jabatan Anda."
    return f"Anda masih perlu {number(missing)} JP tahun ini."
