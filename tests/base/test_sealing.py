"""Secrets that are read again."""

import pytest

from app.base import sealing


@pytest.fixture(autouse=True)
def key():
    before = sealing._key
    sealing.use_key("a" * 40)
    yield
    sealing.use_key(before.decode())


def test_what_is_sealed_opens_for_its_purpose_alone():
    sealed = sealing.seal("mail", "rahasia")
    assert "rahasia" not in sealed
    assert sealing.unseal("mail", sealed) == "rahasia"
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal("totp", sealed)


@pytest.mark.parametrize("spoil", [lambda text: text[:-4] + "AAA=", lambda text: "", lambda text: "bukan segel"])
def test_a_changed_seal_opens_nothing(spoil):
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal("mail", spoil(sealing.seal("mail", "rahasia")))


def test_another_key_opens_nothing():
    sealed, digest = sealing.seal("mail", "rahasia"), sealing.digest("code", "abc")
    sealing.use_key("b" * 40)
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal("mail", sealed)
    assert sealing.digest("code", "abc") != digest


def test_a_seal_can_grow_too_old():
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal("mail", sealing.seal("mail", "rahasia"), seconds=-1)
