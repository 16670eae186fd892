"""Comparing a file somebody holds with what was issued: first its bytes, then its signature (security V2)."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date

from app.base import scope
from app.certificates import queries
from app.certificates.queries import Verified, issued
from app.certificates.reading import Reading
from app.certificates.rules import Likeness
from app.config import ROOT

SECONDS_AT_MOST = 30


@dataclass(frozen=True)
class Comparison:
    likeness: Likeness
    sha256: str
    found: Verified | None = None
    signer: str = ""


def compare(content: bytes, today: date) -> Comparison:
    """What a file is to us. A file that is not ours to the byte is only read in a process of its own."""
    sha256 = hashlib.sha256(content).hexdigest()
    found = queries.by_hash(sha256, today)
    if found is not None:
        return Comparison(Likeness.SAME, sha256, found)
    reading = _read_apart(content)
    return Comparison(_likeness(reading), sha256, signer=reading.subject)


def _likeness(reading: Reading) -> Likeness:
    if not reading.is_pdf:
        return Likeness.NO_PDF
    if not reading.fingerprint:
        return Likeness.UNSIGNED
    with scope.everything():
        ours = issued.signed_by_us(reading.fingerprint)
    if not ours:
        return Likeness.FOREIGN
    return Likeness.NOT_REGISTERED if reading.intact else Likeness.ALTERED


def _read_apart(content: bytes) -> Reading:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.certificates.reading"],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
            input=content,
            capture_output=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Reading(is_pdf=True)
    return Reading(**json.loads(done.stdout)) if done.returncode == 0 else Reading(is_pdf=True)
