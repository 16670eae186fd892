"""An archive proves itself whole, or says what is wrong with it."""

import io
import json
import os
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.backup import archives, manifest, services
from app.backup.errors import CopyTrouble
from app.backup.manifest import Manifest
from app.backup.services import Place
from app.base import copies, scope
from app.base.clock import now
from app.base.copies import Word
from app.base.database import db
from app.documents import services as documents
from app.documents.models import StoredFile
from tests.support.builders import make_government
from tests.support.examples import examples

KEY = "f" * 64


@pytest.fixture
def place(any_app, tmp_path):
    """A small installation with two files, in a store of its own."""
    documents.use_folder(tmp_path / "files")
    scope.enter(make_government().id)
    for name in ("satu", "dua"):
        content = name.encode() * 1000
        documents.keep(content, storage_key=documents.put(content), name=name, media_type="text/plain")
    db.session.commit()
    yield Place(any_app.config["DATABASE_URL"], tmp_path / "files", {"AUDIT_KEY": any_app.config["AUDIT_KEY"]})
    documents.use_folder(Path(any_app.config["DATA"]) / "files")


@pytest.fixture
def made(place, tmp_path):
    return services.make(place, tmp_path / "copies", at=now())


@pytest.fixture
def identity(tmp_path):
    """A key pair: the public key, and the file with the secret one."""
    secret = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n{secret}\n")
    return str(secret.to_public()), path


def check(made, place, identity=None):
    return services.check_archive(made.path, identity=identity, keys=place.keys)


def members(path):
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def rewrite(path, content):
    with tarfile.open(path, "w") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_a_whole_archive_is_found_whole(made, place):
    report = check(made, place)
    assert report.faults == []
    assert "2 berkas" in report.looked_at


def test_the_manifest_tells_rows_revision_and_hashes(made):
    told = json.loads(members(made.path)[manifest.NAME])
    assert told["database"] == "sqlite"
    assert told["rows"]["stored_file"] == 2
    assert told["revision"].isdigit()
    assert [one["name"].split("/")[0] for one in told["members"]] == ["database.sqlite", "files", "files"]


def test_only_the_owner_reads_it_and_nothing_half_done_lies_about(made):
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_keys_are_told_by_fingerprint_and_not_in_it(made, place):
    told = json.loads(members(made.path)[manifest.NAME])
    assert list(told["keys"]) == ["AUDIT_KEY"]
    assert len(told["keys"]["AUDIT_KEY"]) == 16
    assert place.keys["AUDIT_KEY"].encode() not in made.path.read_bytes()


def test_another_key_than_that_of_the_copy_is_named(made, place):
    faults = services.check_archive(made.path, identity=None, keys={"AUDIT_KEY": KEY}).faults
    assert faults[-1] == "kunci AUDIT_KEY bukan kunci yang dipakai ketika cadangan dibuat"


@examples(40)
@given(where=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_any_bit_that_is_turned_in_what_was_kept_is_found(made, place, where, bit):
    """Padding between members means nothing; everything else is held against the manifest."""
    whole = made.path.read_bytes()
    spans = _spans(made.path)
    offset = spans[where % len(spans)]
    broken = bytearray(whole)
    broken[offset] ^= 1 << bit
    made.path.write_bytes(broken)
    try:
        with pytest.raises(CopyTrouble):
            check(made, place)
    finally:
        made.path.write_bytes(whole)


def _spans(path):
    """Some offsets inside the data of every member but the manifest."""
    with tarfile.open(path) as tar:
        found = [(info.offset_data, info.size) for info in tar if info.name != manifest.NAME]
    return [start + size * part // 97 for start, size in found for part in range(97)]


@pytest.mark.parametrize("share", [0, 10, 50, 90])
def test_a_truncated_archive_is_found(made, place, share):
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: len(whole) * share // 100])
    with pytest.raises(CopyTrouble):
        check(made, place)


def test_an_archive_cut_within_its_manifest_is_found(made, place):
    with tarfile.open(made.path) as tar:
        last = tar.getmembers()[-1]
    os.truncate(made.path, last.offset_data + last.size // 2)
    with pytest.raises(CopyTrouble):
        check(made, place)


def test_a_file_taken_out_is_named(made, place):
    content = members(made.path)
    name = next(one for one in content if one.startswith("files/"))
    del content[name]
    rewrite(made.path, content)
    with pytest.raises(CopyTrouble, match=f"tidak lengkap: {name}"):
        check(made, place)


@pytest.mark.parametrize("name", ["../outside", "/etc/penata", "files/../../outside", "files/aa/short", "extra"])
def test_no_archive_writes_outside_its_folder(made, place, tmp_path, name):
    rewrite(made.path, {name: b"x"} | members(made.path))
    with pytest.raises(CopyTrouble, match="isi yang tidak dikenal"):
        services.restore(made.path, tmp_path / "into", database_url="", identity=None, keys=place.keys)
    assert list((tmp_path / "into").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_a_link_in_an_archive_is_refused(made, place):
    content = members(made.path)
    with tarfile.open(made.path, "w") as tar:
        link = tarfile.TarInfo("files/aa/" + "0" * 32)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    with pytest.raises(CopyTrouble):
        check(made, place)


def test_a_file_the_store_lost_is_named_and_the_rest_is_kept(place, tmp_path):
    lost = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    lost.unlink()
    made = services.make(place, tmp_path / "copies", at=now())
    assert made.manifest.missing == [f"{lost.parent.name}/{lost.name}"]
    faults = check(made, place).faults
    assert any("sudah hilang atau rusak" in one for one in faults)


def test_a_file_that_is_not_what_was_stored_is_named_by_the_living_check(place, tmp_path):
    path = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    path.write_bytes(b"something else")
    assert services.check(place).faults == [f"berkas {path.parent.name}/{path.name} bukan yang disimpan"]


def test_an_encrypted_copy_opens_with_its_key_and_no_other(place, tmp_path, identity):
    public, secret = identity
    made = services.make(place, tmp_path / "copies", at=now(), encrypt_to=public)
    assert made.path.suffix == ".age"
    assert b"satusatu" not in made.path.read_bytes()
    assert check(made, place, secret).faults == []
    with pytest.raises(CopyTrouble, match="bersandi"):
        check(made, place)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CopyTrouble, match="tidak cocok"):
        check(made, place, other)


@pytest.mark.parametrize("share", [10, 50, 99])
def test_an_encrypted_copy_that_was_cut_or_altered_is_refused(place, tmp_path, identity, share):
    public, secret = identity
    made = services.make(place, tmp_path / "copies", at=now(), encrypt_to=public)
    whole = made.path.read_bytes()
    offset = len(whole) * share // 100
    for broken in (whole[:offset], whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :]):
        made.path.write_bytes(broken)
        with pytest.raises(CopyTrouble):
            check(made, place, secret)


def test_keys_go_in_only_when_asked_and_only_encrypted(place, tmp_path, identity):
    public, secret = identity
    with pytest.raises(CopyTrouble, match="bersandi"):
        services.make(place, tmp_path / "copies", at=now(), with_keys=True)
    made = services.make(place, tmp_path / "copies", at=now(), encrypt_to=public, with_keys=True)
    into = tmp_path / "into"
    report = services.restore(made.path, into, database_url="", identity=secret, keys={"AUDIT_KEY": KEY})
    assert report.faults == []
    assert json.loads((into / "secrets.json").read_text()) == dict(place.keys)
    assert stat.S_IMODE((into / "secrets.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["age1short", "ssh-ed25519 AAAA", "x"])
def test_a_recipient_that_is_none_leaves_nothing_behind(place, tmp_path, text):
    with pytest.raises(CopyTrouble, match="age1"):
        services.make(place, tmp_path / "copies", at=now(), encrypt_to=text)
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.fixture
def question():
    """A house that has something to say about copies."""
    said = []
    copies.asked("test.waves")(lambda: list(said))
    yield said
    del copies.questions["test.waves"]


def test_a_house_may_mark_a_copy(place, tmp_path, question):
    question.append(Word("gelombang 12 sedang terbuka"))
    made = services.make(place, tmp_path / "copies", at=now())
    assert made.path.name.endswith("-marked.tar")
    assert made.manifest.words == ["gelombang 12 sedang terbuka"]


def test_a_house_may_forbid_a_copy(place, tmp_path, question):
    question.append(Word("gelombang 12 sedang dibersihkan", forbids=True))
    with pytest.raises(CopyTrouble, match="gelombang 12 sedang dibersihkan"):
        services.make(place, tmp_path / "copies", at=now())
    assert not (tmp_path / "copies").exists()


def test_whatever_a_house_looks_up_holds_up_no_writer(place, tmp_path, question):
    """The copy may take minutes; the answers were read before it, and their transaction is over."""
    count = select(func.count(StoredFile.id))
    copies.asked("test.waves")(lambda: [Word(f"{db.session.execute(count).scalar_one()} berkas")])
    assert services.make(place, tmp_path / "copies", at=now()).manifest.words == ["2 berkas"]
    with closing(sqlite3.connect(db.engine.url.database, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")


def test_a_manifest_of_another_shape_is_refused():
    for content in (b"{}", b"[]", b"\xff", b'{"members": [], "version": 1}'):
        with pytest.raises(CopyTrouble):
            Manifest.from_json(content)


def test_a_key_file_without_a_key_is_refused(tmp_path):
    path = tmp_path / "key.txt"
    path.write_text("age1something\n")
    with pytest.raises(CopyTrouble, match="AGE-SECRET-KEY"):
        archives.identities(path)


def test_the_commands_say_what_they_did_and_end_with_1_when_something_is_wrong(any_app, place, tmp_path):
    run = any_app.test_cli_runner().invoke
    documents.use_folder(Path(any_app.config["DATA"]) / "files")
    db.session.rollback()
    lost = run(args=["backup", "make", "--to", str(tmp_path / "copies")])
    assert lost.exit_code == 1
    assert lost.output.count("berkas hilang atau rusak") == 2
    assert "Kunci tidak ikut" in lost.output
    archive = next((tmp_path / "copies").iterdir())
    checked = run(args=["backup", "check", str(archive)])
    assert (checked.exit_code, checked.output.count("SALAH")) == (1, 4)
    into = str(tmp_path / "into")
    assert run(args=["backup", "restore", str(archive), "--into", into]).exit_code == 1
    again = run(args=["backup", "restore", str(archive), "--into", into])
    assert (again.exit_code, "tidak kosong" in again.output) == (1, True)
    assert run(args=["backup", "check"]).exit_code == 1
