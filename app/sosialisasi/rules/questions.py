"""What may be asked, answered, merged and published, and what of it others may read. Pure; time is an argument."""

import re
from datetime import date, datetime, timedelta

from app.attendance.models import Meeting
from app.base.errors import RuleBroken
from app.sosialisasi.models import AskedQuestion, AskedWhen, QuestionStatus, RoundBoard

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 4_000
# A promise every board starts with; the organiser may set another day for each question.
PROMISED = timedelta(days=7)
REMIND_BEFORE = timedelta(days=2)
REMIND_EVERY = timedelta(days=7)

_DIGITS = re.compile(r"\+?\d(?:[ .\-/]{0,2}\d){7,21}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?:\+?62|0)8\d{7,11}|\(?0\d{2,3}\)?\d{6,8}")
_NIP = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{10}")


class BoardClosed(RuleBroken):
    heading = "Pertanyaan sudah ditutup"
    message = "Penyelenggara sudah menutup pertanyaan untuk acara ini. Sampaikan langsung kepada penyelenggara."


class VotingOver(RuleBroken):
    heading = "Dukungan sudah ditutup"
    message = "Dukungan hanya bisa diberikan sampai acara selesai. Pertanyaannya tetap dijawab."


class AlreadyVoted(RuleBroken):
    heading = "Sudah Anda dukung"
    message = "Anda sudah mendukung pertanyaan ini. Satu orang dihitung sekali."


class NotNow(RuleBroken):
    pass


def personal_data_in(text: str) -> tuple[str, ...]:
    """What of somebody's personal data seems to stand in a text, in words: NIK, NIP, phone, e-mail."""
    found = set()
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[^\d+]", "", match[0])
        if _NIP.fullmatch(digits):
            found.add("NIP")
        elif re.fullmatch(r"\d{16}", digits):
            found.add("NIK")
        elif _PHONE.fullmatch(digits):
            found.add("nomor telepon")
    if _MAIL.search(text):
        found.add("alamat surel")
    return tuple(sorted(found))


def asked_when(meeting: Meeting, at: datetime) -> AskedWhen:
    if at < meeting.starts_at:
        return AskedWhen.BEFORE
    return AskedWhen.DURING if at < meeting.ends_at else AskedWhen.AFTER


def ensure_takes_questions(board: RoundBoard) -> None:
    if not board.takes_questions:
        raise BoardClosed


def takes_votes(board: RoundBoard, meeting: Meeting, at: datetime) -> bool:
    """People vote until the round is over."""
    return board.takes_votes and at < meeting.ends_at


def ensure_may_vote(board: RoundBoard, meeting: Meeting, at: datetime) -> None:
    if not takes_votes(board, meeting, at):
        raise VotingOver


def is_shown(one: AskedQuestion) -> bool:
    """Whether people in the room may read it: not hidden, not merged, and nobody's data seems to stand in it."""
    return not one.is_hidden and one.merged_into_id is None and not personal_data_in(one.shown_text)


def is_answered_for_all(one: AskedQuestion) -> bool:
    return one.status != QuestionStatus.OPEN and not one.is_for_asker


def is_overdue(one: AskedQuestion, day: date) -> bool:
    return (
        one.status == QuestionStatus.OPEN
        and one.due_on is not None
        and one.due_on < day
        and not one.is_hidden
        and one.merged_into_id is None
    )


def should_remind(one: AskedQuestion, day: date) -> bool:
    """Two days ahead of the day promised, and every week after it until there is an answer."""
    if one.owner_id is None or one.due_on is None or day < one.due_on - REMIND_BEFORE:
        return False
    if one.status != QuestionStatus.OPEN or one.is_hidden or one.merged_into_id is not None:
        return False
    return one.reminded_on is None or one.reminded_on <= day - REMIND_EVERY


def ensure_may_answer(one: AskedQuestion) -> None:
    if one.merged_into_id is not None:
        raise NotNow("Pertanyaan ini digabung. Jawab pertanyaan utamanya; semua penanya ikut diberi tahu.")
    if one.status == QuestionStatus.PUBLISHED:
        raise NotNow("Jawaban ini sudah terbit. Tarik dulu dari tanya jawab, lalu ubah jawabannya.")


def ensure_may_publish(one: AskedQuestion) -> None:
    if one.status != QuestionStatus.ANSWERED or one.merged_into_id is not None:
        raise NotNow("Hanya pertanyaan yang sudah dijawab yang bisa diterbitkan.")
    if one.is_for_asker:
        raise NotNow("Jawaban ini hanya untuk penanyanya. Jawab untuk semua orang dulu, lalu terbitkan.")
    if one.is_hidden:
        raise NotNow("Pertanyaan ini disembunyikan. Tampilkan lagi dulu, lalu terbitkan.")
    if kinds := personal_data_in(f"{one.shown_text}\n{one.answer}"):
        raise NotNow(
            f"Pertanyaan atau jawabannya tampak memuat {' dan '.join(kinds)}. Ubah kata-kata yang ditampilkan atau "
            "jawabannya sampai tidak ada data pribadi, lalu terbitkan."
        )


def ensure_may_merge(one: AskedQuestion, into: AskedQuestion) -> None:
    if one.id == into.id:
        raise NotNow("Pertanyaan tidak bisa digabung ke dirinya sendiri. Pilih pertanyaan lain.")
    if one.merged_into_id is not None or into.merged_into_id is not None:
        raise NotNow("Salah satunya sudah digabung. Muat ulang halaman untuk melihat yang terbaru.")
    if one.status != QuestionStatus.OPEN:
        raise NotNow("Pertanyaan yang sudah dijawab tidak bisa digabung ke pertanyaan lain.")
    if into.is_for_asker and into.status != QuestionStatus.OPEN:
        raise NotNow("Jawaban pertanyaan itu hanya untuk penanyanya, jadi pertanyaan lain tidak bisa digabung ke sana.")
