"""Files that people hand in: taken in only as what they really are (security U1)."""

import io
import zipfile
from dataclasses import dataclass

import puremagic

from app.base.errors import WrongField

LARGEST = 5 * 1024 * 1024
PIXELS_AT_MOST = 25_000_000
ENTRIES_AT_MOST, UNPACKED_AT_MOST = 100, 100 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", XLSX: "xlsx"}
_NOT_PAPER = "Berkas ini bukan PDF, PNG, atau JPEG yang utuh. Simpan ulang dalam salah satu bentuk itu."
_NOT_TAKEN = "Berkas ini bukan PDF, PNG, JPEG, atau XLSX yang utuh. Simpan ulang dalam salah satu bentuk itu."


@dataclass(frozen=True)
class Upload:
    """A file that was looked into: the bytes to keep, their type, and a name that fits both."""

    content: bytes
    name: str
    media_type: str


def inspect(content: bytes, name: str) -> Upload:
    """What the bytes are, whatever their name says; images lose what else they carry (security U1).

    Raises WrongField for anything but a whole PDF, PNG, JPEG or XLSX. Call it outside a transaction.
    """
    return _inspected(content, name, _NOT_TAKEN)


def inspect_paper(content: bytes, name: str) -> Upload:
    """The same for what proves that something happened: a whole PDF or a picture of one, never a workbook."""
    upload = _inspected(content, name, _NOT_PAPER)
    if upload.media_type == XLSX:
        raise WrongField("file", _NOT_PAPER)
    return upload


def _inspected(content: bytes, name: str, refusal: str) -> Upload:
    if not content:
        raise WrongField("file", "Berkas ini kosong. Pilih berkas lain.")
    if len(content) > LARGEST:
        raise WrongField("file", "Berkas paling besar 5 MB. Kecilkan dulu, lalu unggah lagi.")
    media_type = _type_of(content)
    if not media_type:
        raise WrongField("file", refusal)
    if media_type.startswith("image/"):
        content = _redrawn(content, media_type, refusal)
    return Upload(content, _name(name, media_type), media_type)


def inspect_picture(content: bytes, name: str) -> Upload:
    """The same for what has to be a picture: a whole PNG or JPEG."""
    upload = inspect(content, name)
    if not upload.media_type.startswith("image/"):
        raise WrongField("file", "Pilih gambar PNG atau JPEG.")
    return upload


def _type_of(content: bytes) -> str:
    """The type of what we take, whole; empty for anything else."""
    try:
        guessed = puremagic.from_stream(io.BytesIO(content), mime=True)
    except puremagic.PureError:
        guessed = ""
    for media_type, is_whole in (("application/pdf", _is_pdf), (XLSX, _is_workbook)):
        if is_whole(content):
            return media_type
    return str(guessed) if guessed in ("image/png", "image/jpeg") else ""


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:] and b"startxref" in content[-2048:]


def _is_workbook(content: bytes) -> bool:
    """A ZIP that a spreadsheet program reads; one that would unpack to far more than it is gets no further."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    if len(entries) > ENTRIES_AT_MOST or sum(one.file_size for one in entries) > UNPACKED_AT_MOST:
        return False
    names = {one.filename for one in entries}
    if "xl/workbook.xml" not in names or any("vbaproject" in name.lower() for name in names):
        return False
    return _opens(content)


def _opens(content: bytes) -> bool:
    from python_calamine import CalamineError, CalamineWorkbook  # only uploads need the reader

    try:
        return bool(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names)
    except (CalamineError, OSError, ValueError):
        return False


def _redrawn(content: bytes, media_type: str, refusal: str) -> bytes:
    """The same picture drawn anew: what else the file carried stays behind."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # only uploads need it

    kind = "PNG" if media_type == "image/png" else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > PIXELS_AT_MOST:
                raise WrongField("file", "Gambar ini terlalu besar: paling besar 25 megapiksel.")
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise WrongField("file", refusal) from error
    buffer = io.BytesIO()
    if kind == "PNG":
        plain.save(buffer, "PNG", optimize=True)
    else:
        plain.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _name(name: str, media_type: str) -> str:
    """The name as text only: no folders, no control characters, and the ending of what it really is."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    stem = "".join(one for one in bare.rpartition(".")[0] or bare if one.isprintable() and one not in '"<>|:*?;%')
    return f"{stem.strip(' .')[:120] or 'berkas'}.{ENDINGS[media_type]}"
