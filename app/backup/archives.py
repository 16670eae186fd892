"""An archive on disk: a plain tar, or one inside an age envelope. Written and read as a stream, whatever its size."""

import hashlib
import io
import os
import re
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from app.backup import manifest as manifests
from app.backup.errors import CopyTrouble
from app.backup.manifest import Manifest, Member

CHUNK = 1 << 20
ENVELOPE = ".age"
_STORED = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")


class Writer:
    """Adds members one after the other and remembers what went in."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: list[Member] = []

    def add(self, name: str, content: IO[bytes], size: int) -> str:
        """Add ``size`` bytes; returns their SHA-256."""
        through = _Hashing(content)
        self._tar.addfile(_described(name, size), through)
        found = through.sha256.hexdigest()
        self.members.append(Member(name, size, found))
        return found

    def add_path(self, name: str, path: Path) -> str:
        with path.open("rb") as content:
            return self.add(name, content, path.stat().st_size)

    def close_with(self, manifest: Manifest) -> None:
        content = manifest.to_json()
        self._tar.addfile(_described(manifests.NAME, len(content)), io.BytesIO(content))


class _Hashing:
    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        self.sha256.update(part)
        return part


def _described(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


@contextmanager
def writing(path: Path, recipient: str) -> Iterator[Writer]:
    """A new archive. It has its name only once all of it is on disk; a failure leaves nothing behind."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            with _sealed(out, recipient) as inside, tarfile.open(fileobj=inside, mode="w|") as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
        _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _sealed(out: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    """The file itself, or a pipe whose other end is encrypted into it."""
    if not recipient:
        yield out
        return
    to = _recipient(recipient)
    with _through(lambda source: pyrage.encrypt_io(source, out, [to])) as inside:
        yield inside


@contextmanager
def _through(work: Callable[[IO[bytes]], Any]) -> Iterator[IO[bytes]]:
    """Write into a pipe that ``work`` reads from on a thread of its own."""
    reading, writing_end = os.pipe()
    trouble: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb", CHUNK) as source:
            try:
                work(source)
            except Exception as error:  # noqa: BLE001 - raised again where it can be seen
                trouble.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(writing_end, "wb", CHUNK) as inside:
            yield inside
    except BrokenPipeError as error:
        thread.join()
        raise CopyTrouble(f"sandi cadangan gagal: {trouble[:1]}") from error
    thread.join()
    if trouble:
        raise CopyTrouble(f"sandi cadangan gagal: {trouble[0]}")


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except Exception as error:
        raise CopyTrouble("penerima harus berupa kunci publik age yang berawalan age1") from error


def identities(path: Path | None) -> list[Any]:
    """The secret keys in a file as ``age-keygen`` writes it."""
    if path is None:
        return []
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise CopyTrouble(f"tidak ada AGE-SECRET-KEY di {path.name}")
    return found


def unpack(path: Path, into: Path, keys: list[Any]) -> Manifest:
    """Unpack into a folder of ours and hold every member against the manifest. Raises CopyTrouble at anything odd.

    Only names we write ourselves are unpacked, so no archive reaches outside the folder.
    """
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    try:
        with _opened(path, keys) as content, tarfile.open(fileobj=content, mode="r|") as tar:
            for info in tar:
                source = tar.extractfile(info)
                if source is None or manifest is not None:
                    raise CopyTrouble(f"isi yang tidak dikenal: {info.name}")
                if info.name == manifests.NAME:
                    manifest = Manifest.from_json(source.read())
                else:
                    found[info.name] = _unpack_one(info, source, into)
    except (tarfile.TarError, EOFError, pyrage.DecryptError) as error:
        raise CopyTrouble(f"cadangan ini rusak atau terpotong ({type(error).__name__})") from error
    if manifest is None:
        raise CopyTrouble("cadangan ini terpotong: manifesnya tidak ada")
    _compare(manifest, found)
    return manifest


def _unpack_one(info: tarfile.TarInfo, source: IO[bytes], into: Path) -> Member:
    if info.name not in {*manifests.DATABASE.values(), manifests.KEYS} and not _STORED.fullmatch(info.name):
        raise CopyTrouble(f"isi yang tidak dikenal: {info.name}")
    path = into / info.name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        while part := source.read(CHUNK):
            digest.update(part)
            size += len(part)
            out.write(part)
    return Member(info.name, size, digest.hexdigest())


def _compare(manifest: Manifest, found: dict[str, Member]) -> None:
    listed = {one.name: one for one in manifest.members}
    odd = sorted(listed.keys() ^ found.keys())
    if odd:
        raise CopyTrouble(f"cadangan ini tidak lengkap: {', '.join(odd[:5])}")
    changed = sorted(name for name, one in listed.items() if found[name] != one)
    if changed:
        raise CopyTrouble(f"isi cadangan berubah sejak dibuat: {', '.join(changed[:5])}")


@contextmanager
def _opened(path: Path, keys: list[Any]) -> Iterator[IO[bytes]]:
    with path.open("rb") as out:
        if path.suffix != ENVELOPE:
            yield out
            return
        if not keys:
            raise CopyTrouble("cadangan ini bersandi. Sebutkan kuncinya dengan --identity.")
        with _unsealed(out, keys) as inside:
            yield inside


@contextmanager
def _unsealed(out: IO[bytes], keys: list[Any]) -> Iterator[IO[bytes]]:
    """A pipe with the decrypted bytes. What was altered in between ends the stream with an error."""
    reading, writing_end = os.pipe()
    trouble: list[BaseException] = []

    def run() -> None:
        with os.fdopen(writing_end, "wb", CHUNK) as target:
            try:
                pyrage.decrypt_io(out, target, keys)
            except BrokenPipeError:  # the reader has seen enough
                return
            except Exception as error:  # noqa: BLE001 - raised again below
                trouble.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", CHUNK) as inside:
            try:
                yield inside
            except (tarfile.TarError, EOFError, CopyTrouble):
                if trouble:
                    raise CopyTrouble("sandi cadangan tidak cocok, atau isinya berubah") from trouble[0]
                raise
            while inside.read(CHUNK):  # the end of the envelope is what proves it whole
                pass
    finally:
        thread.join()
    if trouble:
        raise CopyTrouble("sandi cadangan tidak cocok, atau isinya berubah") from trouble[0]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
