"""Static files by content: each address carries a hash, so browsers may keep it for ever.

The stylesheet is joined at start-up from the layers and components in ``static/css/order.txt``.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from app.config import ROOT

STATIC = ROOT / "static"
JOINED = "css/penata.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s*\n\s*")
_URL = re.compile(r'url\("?\.\./([\w./-]+)"?\)')
_COMPRESSED = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    name: str
    content: bytes
    media_type: str

    @cached_property
    def brotli(self) -> bytes:
        return bytes(brotli.compress(self.content, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)


class Assets:
    """Every file under static/, by its plain path and by its hashed name."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._by_path: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".js", ".svg", ".woff2", ".png", ".ico"}:
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        self._add(JOINED, self._join(folder / "css"))
        self._by_name = {asset.name: asset for asset in self._by_path.values()}

    def _add(self, path: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()[:12]
        stem, dot, suffix = path.replace("/", "-").rpartition(".")
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        self._by_path[path] = Asset(f"{stem}-{digest}{dot}{suffix}", content, media_type)

    def _join(self, folder: Path) -> bytes:
        names = [line.strip() for line in (folder / "order.txt").read_text().splitlines() if line.strip()]
        text = "\n".join((folder / name).read_text() for name in names)
        text = _BLANKS.sub("\n", _COMMENT.sub("", text)).strip()
        return _URL.sub(lambda match: f'url("{self._by_path[match[1]].name}")', text).encode()

    def url(self, path: str) -> str:
        """The address of a file; raises KeyError for one that is not there."""
        return "/aset/" + self._by_path[path].name

    def named(self, name: str) -> Asset | None:
        return self._by_name.get(name)


def install(app: Flask) -> None:
    loaded = Assets()
    app.extensions["penata_assets"] = loaded
    app.jinja_env.globals["asset"] = loaded.url
    app.register_blueprint(bp)


@bp.get("/aset/<name>")
def show_asset(name: str) -> ResponseReturnValue:
    asset: Asset | None = current_app.extensions["penata_assets"].named(name)
    if asset is None:
        abort(404)
    response = Response(mimetype=asset.media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_data(asset.content)
    if asset.media_type in _COMPRESSED:
        response.vary.add("Accept-Encoding")
        best = request.accept_encodings.best_match(["br", "gzip"])
        if best is not None:
            response.headers["Content-Encoding"] = best
            response.set_data(asset.brotli if best == "br" else asset.gzip)
    return response


show_asset.guard = "public"  # type: ignore[attr-defined]
