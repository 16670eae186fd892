"""The signed facts in a QR code: what comes out went in, and no change of it goes unnoticed."""

import string
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.certificates import offline, payload
from app.certificates.payload import Printed, Proof
from app.certificates.rules import ALPHABET, new_code
from tests.support.examples import examples

SIGNER = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
PUBLIC = SIGNER.public_key().public_bytes_raw()
KEYS = {payload.key_id_of(PUBLIC): PUBLIC}
CODE = "7QK2M9XD4FTR8BWH2"
BUDI = Printed(
    number="800.2.3/1187/BKPSDM/XII/2026",
    holder="Budi Pratama, S.A.P.",
    title="Pelayanan Prima bagi Petugas Loket",
    organiser="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    government="Pemerintah Kabupaten Bungo",
    starts_on=date(2026, 12, 10),
    ends_on=date(2026, 12, 12),
    issued_on=date(2026, 12, 14),
    expires_on=date(2029, 12, 14),
    lesson_hours=Decimal("8.25"),
)
WRITTEN = payload.write(BUDI, CODE, SIGNER)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")) | st.just(" "), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split())
)
printed = st.builds(
    Printed,
    number=words,
    holder=words,
    title=words,
    organiser=words,
    government=words,
    starts_on=days,
    ends_on=days,
    issued_on=days,
    expires_on=st.none() | days,
    lesson_hours=st.decimals(0, 9999, places=2),
)


def test_what_was_signed_is_read():
    assert payload.read(WRITTEN, CODE, KEYS) == payload.Checked(Proof.GENUINE, *KEYS, BUDI)
    assert len(WRITTEN) < 220
    assert set(WRITTEN) <= set(ALPHABET)


@pytest.mark.parametrize("typed", [WRITTEN.lower(), WRITTEN.replace("0", "O"), WRITTEN.replace("1", "l")])
def test_case_and_misread_letters_do_no_harm(typed):
    assert payload.read(typed, CODE, KEYS).proof is Proof.GENUINE


@given(printed)
@examples(60)
def test_short_facts_come_back_whole(facts):
    written = payload.write(facts, CODE, SIGNER)
    found = payload.read(written, CODE, KEYS)
    assert found.proof is Proof.GENUINE
    assert len(written) <= payload.LONGEST
    kept = found.printed
    for name in ("number", "holder", "title", "organiser", "government"):
        whole, carried = getattr(facts, name), getattr(kept, name)
        assert carried == whole or whole.startswith(carried.removesuffix("…"))
    without = dict.fromkeys(("number", "holder", "title", "organiser", "government"), "")
    assert replace(kept, **without) == replace(facts, **without)


@given(st.integers(0, len(WRITTEN) - 1), st.sampled_from(ALPHABET))
@examples(200)
def test_one_changed_character_is_found(place, character):
    changed = WRITTEN[:place] + character + WRITTEN[place + 1 :]
    found = payload.read(changed, CODE, KEYS)
    assert (found.proof is Proof.GENUINE) == (changed == WRITTEN)


@given(st.text(ALPHABET, max_size=300))
@examples(200)
def test_no_invented_payload_is_genuine(text):
    assert payload.read(text, CODE, KEYS).proof is not Proof.GENUINE
    assert (payload.read(WRITTEN + text, CODE, KEYS).proof is Proof.GENUINE) == (text == "")


@given(st.text(string.printable + "ÀÉ漢", max_size=100))
@examples(100)
def test_any_text_gets_an_answer(text):
    assert payload.read(text, CODE, KEYS).printed is None
    assert offline.check(text, KEYS).checked.proof is Proof.UNREADABLE


def test_the_facts_of_one_certificate_do_not_prove_another():
    assert payload.read(WRITTEN, new_code(), KEYS).proof is Proof.TAMPERED


def test_another_installation_and_a_cut_or_huge_payload():
    other = Ed25519PrivateKey.from_private_bytes(b"8" * 32)
    foreign = payload.write(BUDI, CODE, other)
    assert payload.read(foreign, CODE, KEYS).proof is Proof.UNKNOWN_KEY
    forged = {payload.key_id_of(other.public_key().public_bytes_raw()): PUBLIC}
    assert payload.read(foreign, CODE, forged).proof is Proof.TAMPERED
    assert payload.read(WRITTEN[:60], CODE, KEYS).proof is Proof.UNREADABLE
    assert payload.read(WRITTEN[:-9], CODE, KEYS).proof in {Proof.TAMPERED, Proof.UNREADABLE}
    assert payload.read(WRITTEN * 50, CODE, KEYS).proof is Proof.UNREADABLE
    assert payload.read("", CODE, KEYS).proof is Proof.UNREADABLE


def test_very_long_facts_are_shortened_and_still_small():
    long = {name: f"{name} " + "Pelatihan Ümläut 漢字 " * 40 for name in ("number", "holder", "title", "organiser")}
    written = payload.write(replace(BUDI, **long), CODE, SIGNER)
    found = payload.read(written, CODE, KEYS)
    assert len(written) <= payload.LONGEST_WRITTEN
    assert found.printed.holder.endswith("…")
    assert found.printed.starts_on == BUDI.starts_on


def test_the_answer_in_words():
    told = list(offline.check(f"HTTPS://PENATA.EXAMPLE/V/{CODE}/{WRITTEN}", KEYS).lines())
    assert told[:4] == [
        "Tanda tangan cocok. Status terbaru tidak diketahui tanpa laman pemeriksaan.",
        "Kode: 7QK2-M9XD-4FTR-8BWH-2",
        "Diberikan kepada: Budi Pratama, S.A.P.",
        "Pelatihan: Pelayanan Prima bagi Petugas Loket",
    ]
    assert "Berlaku sampai: 14 Desember 2029" in told
    assert told[-1] == f"Kunci: {next(iter(KEYS))}"


def test_a_key_file_says_what_it_is(tmp_path, capsys):
    bad = tmp_path / "keys.json"
    for text in ("", "[]", '{"keys": [{"kid": "00000000", "x": "AAAA"}]}', '{"keys": 3}'):
        bad.write_text(text)
        assert offline.main([str(bad), WRITTEN]) == 2
    assert offline.main(["x"]) == 2
    assert "Berkas kunci tidak bisa dibaca" in capsys.readouterr().err
