"""For whoever runs the server, and for whoever checks papers far from it."""

import json
import shutil
import subprocess
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.database import db
from app.certificates import code_keys, offline
from app.certificates.models import KeyPurpose
from app.organisation.models import Government

group = AppGroup("certificates", help="Sertifikat: kunci tanda tangan kode QR, dan pemeriksaan tanpa basis data.")
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
LONGEST_FILE = 20_000_000


@group.command("public-keys")
def public_keys() -> None:
    """Print every public key, current and earlier, as JSON."""
    click.echo(json.dumps(offline.key_set(code_keys.published(), code_keys.raw), indent=2))


@group.command("rotate-key")
@click.argument("government")
@click.option("--purpose", type=click.Choice([one.value for one in KeyPurpose]), default=KeyPurpose.CODE.value)
def rotate_key(government: str, purpose: str) -> None:
    """Sign with a fresh key from now on; GOVERNMENT is its short name in addresses (slug)."""
    found = db.session.execute(select(Government.id).where(Government.slug == government)).scalar_one_or_none()
    if found is None:
        raise click.ClickException(f"tidak ada pemerintah daerah bernama singkat {government}.")
    with scope.within(found):
        key = code_keys.rotate(KeyPurpose(purpose), by=SYSTEM)
        db.session.commit()
    click.echo(f"Kunci baru: {key.key_id}. Kunci lama tetap membuktikan yang sudah ditandatanganinya.")


@group.command("check-qr")
@click.argument("source")
@click.option(
    "--keys",
    "key_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public keys, as /sertifikat/kunci-publik.json gives them.",
)
def check_qr(source: str, key_file: Path) -> None:
    """Check a QR code without a database; SOURCE is its text, a text file, or a picture (read with zbarimg).

    Ends with 0 where a signature holds, with 1 where none does.
    """
    try:
        public = offline.read_keys(key_file.read_text(encoding="utf-8"))
    except (offline.BadKeys, UnicodeDecodeError) as error:
        raise click.ClickException(f"{key_file} bukan berkas kunci publik Penata.") from error
    results = [offline.check(text, public) for text in _texts(source)]
    for result in results:
        click.echo("\n".join(result.lines()))
    if not any(result.holds for result in results):
        raise click.exceptions.Exit(1)


def _texts(source: str) -> list[str]:
    if len(source) > 255 or "://" in source or not Path(source).is_file():
        return [source]
    path = Path(source)
    if path.stat().st_size > LONGEST_FILE:
        raise click.ClickException("berkas ini terlalu besar untuk sebuah kode QR. Paling besar 20 MB.")
    if path.suffix.lower() in PICTURES:
        return _codes_in(path)
    return [path.read_bytes().decode("utf-8", "replace").strip()]


def _codes_in(picture: Path) -> list[str]:
    reader = shutil.which("zbarimg")
    if reader is None:
        raise click.ClickException("membaca gambar butuh zbarimg (paket zbar-tools). Atau beri teks kodenya.")
    done = subprocess.run(  # noqa: S603 - a fixed program on a path that was just found to be a file
        [reader, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture.resolve())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = done.stdout.split()
    if not found:
        raise click.ClickException("tidak ada kode QR yang terbaca pada gambar ini. Foto lebih dekat dan lebih terang.")
    return found
