import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.base import scope
from app.base.database import db
from app.documents import queries, services
from app.documents.models import StoredFile


@pytest.fixture
def folder(tmp_path, any_app):
    """A store of this test's own."""
    services.use_folder(tmp_path / "files")
    yield tmp_path / "files"
    services.use_folder(Path(any_app.config["DATA"]) / "files")


def keep(content=b"isi", name="surat.pdf"):
    row = services.keep(content, storage_key=services.put(content), name=name, media_type="application/pdf")
    db.session.commit()
    return row


def test_bytes_come_back_as_they_were_kept(bungo):
    content = bytes(range(256)) * 100
    row = queries.stored_file(keep(content).id)
    assert services.read(row) == content
    assert (row.name, row.media_type, row.size) == ("surat.pdf", "application/pdf", 25600)


def test_the_same_bytes_twice_are_two_files(bungo):
    first, second = keep(), keep()
    assert first.storage_key != second.storage_key
    assert services.read(first) == services.read(second)


def test_names_in_the_store_are_random_and_tell_nothing(folder):
    services.put(b"isi")
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert len(found) == 1
    assert len(found[0]) == 2 + 1 + 32
    assert set(found[0]) <= set("0123456789abcdef/")


def test_a_changed_file_is_not_given_out(folder):
    key = services.put(b"isi")
    row = StoredFile(id=1, storage_key=key, sha256=hashlib.sha256(b"isi").hexdigest())
    assert services.read(row) == b"isi"
    (folder / key).write_bytes(b"isu")
    with pytest.raises(ValueError, match="not what was stored"):
        services.read(row)


def test_an_empty_file_is_a_file(bungo):
    assert services.read(keep(b"")) == b""


def test_a_file_of_another_government_is_not_found(bungo, batanghari):
    with scope.within(batanghari.id):
        foreign = keep()
    assert db.session.execute(select(StoredFile.id)).all() == []
    with pytest.raises(NoResultFound):
        queries.stored_file(foreign.id)
