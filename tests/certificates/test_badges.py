"""Open Badges 3.0: asked for by the holder, read by a verifier that did not make them, taken back at any time."""

import base64
import json
import struct
import zlib
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from PIL import Image
from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.certificates import badge_art, badges, code_keys, openbadges
from app.certificates.models import CertificateBadge, CertificateKey, KeyPurpose
from tests.support.builders import make_certificate

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def badge_of(person, **facts):
    certificate = make_certificate(person, **facts)
    badge = badges.make(certificate, email="budi@penata.example", by=SYSTEM)
    db.session.commit()
    return certificate, badge


def verifier(badge):
    key = db.session.get_one(CertificateKey, badge.key_id)
    return OB3Verifier(key.public_pem.encode())


def claims_of(badge):
    body = badge.credential.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def fetched(visit):
    """What a verifier downloads, through the real pages."""

    def download(url):
        return visit().get(url.removeprefix("http://127.0.0.1:8000")).data

    return download


def test_a_foreign_verifier_accepts_it_and_sees_one_flipped_byte(visit, budi):
    _certificate, badge = badge_of(budi, programme_title="Pelayanan Prima")
    found = verifier(badge).verify(badge.credential, check_status=True, download=fetched(visit))
    assert found.achievement.name == "Pelayanan Prima"
    assert found.credits_earned == 8
    head, body, signature = badge.credential.split(".")
    changed = body[:40] + ("A" if body[40] != "A" else "B") + body[41:]
    broken = signature[:20] + ("A" if signature[20] != "A" else "B") + signature[21:]
    for forged in (f"{head}.{changed}.{signature}", f"{head}.{body}.{broken}"):
        with pytest.raises(LibOpenBadgesException):
            verifier(badge).verify(forged)


def test_no_number_and_no_address_stand_in_it(budi):
    _certificate, badge = badge_of(budi)
    claims = claims_of(badge)
    told = json.dumps(claims, ensure_ascii=False)
    assert budi.name in told
    for secret in (budi.nip, "budi@penata.example", "Penata Layanan Operasional", '"86"'):
        assert secret not in told
    identities = claims["credentialSubject"]["identifier"]
    assert [one["identityType"] for one in identities] == ["name", "emailAddress"]
    assert identities[1]["identityHash"].startswith("sha256$")


def test_who_has_no_address_gets_none(budi):
    badge = badges.make(make_certificate(budi), email="", by=SYSTEM)
    identities = claims_of(badge)["credentialSubject"]["identifier"]
    assert [one["identityType"] for one in identities] == ["name"]


@pytest.mark.parametrize("why", ["taken back", "revoked", "replaced"])
def test_the_status_list_follows(visit, budi, dewi, why):
    certificate, badge = badge_of(budi)
    _other, standing = badge_of(dewi)
    if why == "taken back":
        assert badges.end(certificate, by=SYSTEM) is True
    else:
        certificate.status = why
    db.session.commit()
    verifier(badge).verify(badge.credential)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier(badge).verify(badge.credential, check_status=True, download=fetched(visit))
    verifier(standing).verify(standing.credential, check_status=True, download=fetched(visit))


@once
def test_a_badge_of_a_certificate_that_lapsed_lapses_with_it(budi):
    _certificate, badge = badge_of(budi, expires_on=now().date() + timedelta(days=2))
    assert claims_of(badge)["exp"] > now().timestamp()
    lapsed = claims_of(badge) | {"exp": 1_700_000_000, "validUntil": "2023-11-14T22:13:20Z"}
    key = db.session.get_one(CertificateKey, badge.key_id)
    token = openbadges.sign(lapsed, badges._pem(key), "x")
    with pytest.raises(OB3VerificationError, match="expired"):
        verifier(badge).verify(token)
    late = make_certificate(budi, expires_on=now().date() - timedelta(days=2))
    with pytest.raises(badges.NoLongerValid):
        badges.make(late, email="", by=SYSTEM)


def test_asked_twice_it_is_one_and_after_taking_back_another(budi):
    certificate, first = badge_of(budi)
    assert badges.make(certificate, email="", by=SYSTEM).id == first.id
    assert badges.end(certificate, by=SYSTEM) is True
    assert badges.end(certificate, by=SYSTEM) is False
    second = badges.make(certificate, email="", by=SYSTEM)
    db.session.commit()
    rows = db.session.execute(select(CertificateBadge).order_by(CertificateBadge.id)).scalars().all()
    assert [(one.status_index, one.ended_at is None) for one in rows] == [(0, False), (1, True)]
    assert second.token != first.token
    told = select(AuditEntry.action).where(AuditEntry.action.like("certificates.badge.%")).order_by(AuditEntry.id)
    assert list(db.session.execute(told).scalars()) == [
        "certificates.badge.made",
        "certificates.badge.ended",
        "certificates.badge.made",
    ]


@once
def test_after_a_new_key_the_old_badge_still_holds_and_still_falls(visit, budi, dewi):
    certificate, old = badge_of(budi)
    code_keys.rotate(KeyPurpose.BADGE, by=SYSTEM)
    _other, new = badge_of(dewi)
    assert old.key_id != new.key_id
    for badge in (old, new):
        verifier(badge).verify(badge.credential, check_status=True, download=fetched(visit))
    badges.end(certificate, by=SYSTEM)
    db.session.commit()
    with pytest.raises(OB3VerificationError):
        verifier(old).verify(old.credential, check_status=True, download=fetched(visit))


def test_the_holder_makes_downloads_and_takes_back_on_a_page(visit, budi, tmp_path):
    certificate = make_certificate(budi, lesson_hours=Decimal(24))
    page = visit(budi).open("badges.show_own", certificate_id=certificate.id)
    assert "hanya kalau Anda mau" in page.text
    made = page.press("Buat lencana digital")
    assert made.notices == ["Lencana digital sudah dibuat."]
    badge = badges.of_certificate(certificate.id)
    picture = visit(budi).download("badges.download_png", certificate_id=certificate.id)
    assert picture.headers["Content-Disposition"].startswith("attachment; filename=lencana-")
    assert OB3Verifier.extract_token_from_png(picture.data) == badge.credential
    (tmp_path / "badge.png").write_bytes(picture.data)
    with Image.open(tmp_path / "badge.png") as opened:
        assert opened.size == (512, 512)
        opened.load()
    drawing = visit(budi).download("badges.download_svg", certificate_id=certificate.id)
    assert OB3Verifier.extract_token_from_svg(drawing.data) == badge.credential
    token = visit(budi).download("badges.download_jwt", certificate_id=certificate.id)
    assert token.get_data(as_text=True) == badge.credential
    public = visit().download("badges.show_credential", token=badge.token)
    assert public.content_type.startswith("application/vc+jwt")
    ended = made.press("Tarik lencana")
    assert ended.notices == ["Lencana digital ditarik."]
    assert visit().open("badges.show_credential", token=badge.token, expect=410).heading == (
        "Lencana ini sudah ditarik"
    )
    for endpoint in ("badges.download_png", "badges.download_svg", "badges.download_jwt"):
        visit(budi).open(endpoint, certificate_id=certificate.id, expect=404)


def test_nobody_else_makes_or_takes_it(visit, budi, dewi):
    certificate, _badge = badge_of(budi)
    for endpoint in ("badges.show_own", "badges.download_png"):
        visit(dewi).open(endpoint, certificate_id=certificate.id, expect=404)
    for endpoint in ("badges.create_badge", "badges.create_end"):
        assert visit(dewi).post(endpoint, certificate_id=certificate.id).status_code == 404
    assert badges.of_certificate(certificate.id) is not None


def test_a_revoked_certificate_gets_no_badge(visit, budi):
    certificate = make_certificate(budi)
    certificate.status = "revoked"
    db.session.commit()
    page = visit(budi).open("badges.show_own", certificate_id=certificate.id)
    assert "tidak berlaku lagi" in page.text
    assert visit(budi).post("badges.create_badge", certificate_id=certificate.id).status_code == 409
    assert badges.of_certificate(certificate.id) is None


def test_everything_a_badge_names_can_be_read(visit, budi, bungo):
    _certificate, badge = badge_of(budi)
    claims = claims_of(badge)
    base = "http://127.0.0.1:8000"
    issuer = visit().get(claims["issuer"]["id"].removeprefix(base)).get_json(force=True)
    assert (issuer["id"], issuer["name"]) == (claims["iss"], f"Pemerintah {bungo.name}")
    achievement = visit().get(claims["credentialSubject"]["achievement"]["id"].removeprefix(base)).get_json(force=True)
    assert achievement["name"] == claims["name"]
    image = visit().get(achievement["image"]["id"].removeprefix(base))
    assert image.data.startswith(b"\x89PNG")
    head = badge.credential.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    key = visit().get(header["kid"].removeprefix(base)).get_json(force=True)
    assert (header["alg"], key["kty"], key["kid"]) == ("RS256", "RSA", header["kid"])
    assert "d" not in key
    for path in ("/lencana/x", "/lencana/penerbit/x", "/lencana/capaian/x", "/lencana/kunci/x", "/lencana/status/x"):
        assert visit().get(path).status_code == 404


def test_the_same_achievement_has_one_address(budi, dewi):
    (_a, one), (_b, other) = badge_of(budi), badge_of(dewi)
    _c, different = badge_of(budi, lesson_hours=Decimal(9))
    assert one.achievement == other.achievement != different.achievement


@pytest.mark.parametrize(("hours", "shoots"), [("1", 1), ("8", 8), ("24.5", 25), ("900", 60)])
def test_the_picture_counts_hours_in_shoots(hours, shoots):
    tree = ET.fromstring(badge_art.svg(Decimal(hours), 'Judul "tajam" & <lain>'))
    fills = [one.get("fill") for one in tree.iter("{http://www.w3.org/2000/svg}polygon")]
    assert fills.count("#e3a720") == shoots
    assert tree.find("{http://www.w3.org/2000/svg}title").text == 'Judul "tajam" & <lain>'


def test_the_chunk_in_the_picture_is_whole():
    plain = badge_art.png(Decimal(8))
    baked = openbadges.baked_png(plain, "a.b.c")
    place = baked.index(b"iTXt")
    length = struct.unpack(">I", baked[place - 4 : place])[0]
    content = baked[place : place + 4 + length]
    assert content == b"iTXtopenbadgecredential\0\0\0\0\0a.b.c"
    assert struct.unpack(">I", baked[place + 4 + length :][:4])[0] == zlib.crc32(content)
    assert baked.endswith(plain[-12:])
    assert len(plain) < 40_000
