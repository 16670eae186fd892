"""A signature on a PDF of ours: one incremental update, and a structure that is built once for a key.

What pyHanko makes for the first file (the CMS structure with the attributes that PAdES asks for) is kept; for every
further file only the digest and the signature value in it change. Reading follows what the PDF engine writes: one
cross-reference stream, and objects either bare or in one object stream.
"""

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_SIZE = re.compile(rb"/Size (\d+)")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_ID = re.compile(rb"/ID (\[[^\]]*\])")
_HEAD_OF_STREAM = re.compile(rb"/First (\d+)")
_RANGE = b"/ByteRange [0 %010d %010d %010d]"


class NotOurs(ValueError):
    """This file is not written the way ours are."""


@dataclass(frozen=True)
class _Parts:
    """What an update has to speak of."""

    size: int
    start: int
    root: int
    catalog: bytes
    page: int
    page_dictionary: bytes
    rest: bytes


@dataclass
class Structure:
    """A CMS structure of one key with the places of its digest and its value."""

    attributes: bytes
    content: bytes
    digest: bytes
    value: bytes

    def filled(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        """The structure for another digest. An ECDSA value may be a byte longer or shorter; then it is made again,
        since its randomness gives the right length every other time."""
        attributes = self.attributes.replace(self.digest, digest)
        value = sign(attributes)
        while len(value) != len(self.value):
            value = sign(attributes)
        return self.content.replace(self.digest, digest).replace(self.value, value)


def structure_of(content: bytes, attributes: bytes, digest: bytes, value: bytes) -> Structure:
    """Check that digest and value each stand where they should, once."""
    if content.count(digest) != 1 or content.count(value) != 1 or attributes.count(digest) != 1:
        raise NotOurs("the signature structure holds its digest or value more than once")
    return Structure(attributes, content, digest, value)


def append_signature(
    pdf: bytes, *, name: str, reason: str, at: datetime, room: int, fill: Callable[[bytes], bytes]
) -> bytes:
    """The file with a signature that certifies it and allows no change; ``fill`` makes the CMS for a digest,
    of at most ``room`` bytes."""
    parts = _read(pdf)
    field, value = parts.size, parts.size + 1
    dictionary = (
        b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached"
        b"/M (D:%s)/Name %s/Reason %s"
        b"/Reference [<</Type /SigRef/TransformMethod /DocMDP"
        b"/TransformParams <</Type /TransformParams/V /1.2/P 1>>>>]"
        % (at.strftime("%Y%m%d%H%M%S+00'00'").encode(), _text(name), _text(reason))
    )
    widget = b"<</Type /Annot/Subtype /Widget/FT /Sig/T (TandaTangan)/F 132/Rect [0 0 0 0]/V %d 0 R/P %d 0 R>>" % (
        value,
        parts.page,
    )
    catalog = _opened(parts.catalog) + b"/AcroForm <</Fields [%d 0 R]/SigFlags 3>>/Perms <</DocMDP %d 0 R>>>>" % (
        field,
        value,
    )
    head, tail = [pdf, b""], b""
    if not pdf.endswith(b"\n"):
        head.append(b"\n")
    offsets: dict[int, int] = {}
    written = sum(map(len, head))
    for number, body in ((parts.root, catalog), (parts.page, _with_annotation(parts.page_dictionary, field))):
        offsets[number] = written
        head.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        written += len(head[-1])
    offsets[field] = written
    head.append(b"%d 0 obj\n%s\nendobj\n" % (field, widget))
    written += len(head[-1])
    offsets[value] = written
    opening = b"%d 0 obj\n%s" % (value, dictionary)
    before = written + len(opening) + len(_RANGE % (0, 0, 0)) + len(b"/Contents ")
    after = before + 2 * room + 2
    closing = b">>\nendobj\n"
    offsets[value + 1] = after + len(closing)
    tail = closing + _cross_references(parts, offsets)
    head.append(opening + _RANGE % (before, after, len(tail)) + b"/Contents ")
    signed = b"".join(head)
    digest = hashlib.sha256(signed)
    digest.update(tail)
    content = fill(digest.digest()).hex().encode()
    if len(content) > 2 * room:
        raise NotOurs("the signature is larger than the room kept for it")
    return b"".join((signed, b"<", content.ljust(2 * room, b"0"), b">", tail))


def _read(pdf: bytes) -> _Parts:
    start = _START.search(pdf, max(0, len(pdf) - 64))
    if start is None:
        raise NotOurs("no cross-reference")
    at = int(start[1])
    trailer = pdf[at : pdf.index(b"stream", at)]
    root, size, info, identifier = (one.search(trailer) for one in (_ROOT, _SIZE, _INFO, _ID))
    if root is None or size is None or b"/Prev" in trailer:
        raise NotOurs("no plain trailer")
    objects = _objects(pdf, at)
    catalog = objects[int(root[1])]
    pages = objects[_reference(catalog, b"Pages")]
    page = _reference(pages, b"Kids", opening=rb"\[")
    rest = (b"/Info %s 0 R" % info[1] if info else b"") + (b"/ID %s" % identifier[1] if identifier else b"")
    # The cross-reference stream itself is the last object, and is not counted where it was not reckoned with.
    last = int(pdf[at : pdf.index(b" ", at)])
    return _Parts(max(int(size[1]), last + 1), at, int(root[1]), catalog, page, objects[page], rest)


def _objects(pdf: bytes, end: int) -> dict[int, bytes]:
    """The objects of the object stream, which stands right before the cross-references."""
    at = pdf.rindex(b"/Type /ObjStm", 0, end)
    head_end = pdf.index(b"stream\n", at)
    first = _HEAD_OF_STREAM.search(pdf, at, head_end)
    if first is None:
        raise NotOurs("no object stream")
    content = zlib.decompressobj().decompress(pdf[head_end + 7 : end])
    numbers = list(map(int, content[: int(first[1])].split()))
    places = numbers[1::2]
    ends = [*places[1:], len(content)]
    body = content[int(first[1]) :]
    return {number: body[place:until].strip() for number, place, until in zip(numbers[::2], places, ends, strict=True)}


def _reference(dictionary: bytes, name: bytes, *, opening: bytes = b"") -> int:
    found = re.search(rb"/%s %s?(\d+) 0 R" % (name, opening), dictionary)
    if found is None:
        raise NotOurs(name.decode())
    return int(found[1])


def _opened(dictionary: bytes) -> bytes:
    if not dictionary.endswith(b">>"):
        raise NotOurs("no dictionary")
    return dictionary[:-2]


def _with_annotation(page: bytes, field: int) -> bytes:
    if b"/Annots [" in page:
        return page.replace(b"/Annots [", b"/Annots [%d 0 R " % field, 1)
    return _opened(page) + b"/Annots [%d 0 R]>>" % field


def _cross_references(parts: _Parts, offsets: dict[int, int]) -> bytes:
    """A cross-reference stream for the changed and added objects, itself among them."""
    own = max(offsets)
    index = b" ".join(b"%d 1" % number for number in sorted(offsets))
    rows = b"".join(b"\1" + offsets[number].to_bytes(4, "big") + b"\0\0" for number in sorted(offsets))
    return (
        b"%d 0 obj\n<</Type /XRef/Index [%s]/W [1 4 2]/Size %d/Root %d 0 R/Prev %d%s/Length %d>>\nstream\n"
        % (own, index, own + 1, parts.root, parts.start, parts.rest, len(rows))
        + rows
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % offsets[own]
    )


def _text(text: str) -> bytes:
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"
