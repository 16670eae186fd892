"""Issuing: a number without gaps, the facts frozen, the file printed once and kept."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.numbering import format_number
from app.certificates import addresses, queries
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate, CertificateCounter, CertificateSeries
from app.certificates.printing import print_many
from app.certificates.queries import designs as looks
from app.certificates.queries import names as wishes
from app.certificates.queries import series as numberings
from app.certificates.rules import NumberTaken, display_code, new_code
from app.certificates.services import signing
from app.documents import queries as documents
from app.documents import services as store
from app.documents.models import StoredFile

PDF = "application/pdf"
ZIP = "application/zip"
_base_url = ""


def use_base_url(base_url: str) -> None:
    """Where the printed code leads."""
    global _base_url  # noqa: PLW0603 - one address per process, set once at the start
    _base_url = base_url


@dataclass(frozen=True)
class Issue:
    """One certificate to be issued. ``facts`` lack number, code, address and signatory; these come here."""

    series_id: int
    employee_id: int
    source_key: str
    group_key: str
    facts: CertificateFacts
    expires_on: date | None = None
    design_id: int | None = None
    replaces_id: int | None = None


def ensure_ready(series_id: int, day: date) -> None:
    """Raises with a sentence where nobody could sign on this day, or the key would not sign now."""
    signature = signing.signature_for(numberings.series(series_id), day)
    if signature.key is not None:
        signature.key.check(now())


def issue(what: Issue, *, by: Actor) -> Certificate:
    """Give the next number and freeze the facts, the holder's name as they want it printed.

    The same source gets its first certificate again.
    """
    name = wishes.printed_name(what.employee_id, what.facts.holder_name)
    return issue_as_written(replace(what, facts=replace(what.facts, holder_name=name)), by=by)


def issue_as_written(what: Issue, *, by: Actor) -> Certificate:
    """As ``issue``, with the holder's name exactly as given.

    The number is taken and the certificate written in one transaction under the counter's lock, so
    a number is never given twice and none is missing (reference §9.1: the sequence restarts each year).
    """
    known = db.session.execute(
        select(Certificate).where(Certificate.source_key == what.source_key)
    ).scalar_one_or_none()
    if known is not None:
        return known
    series = numberings.series(what.series_id)
    year = what.facts.issued_on.year
    sequence = _next_number(series, year)
    code = new_code()
    facts = _complete(what.facts, series, sequence=sequence, code=code, expires_on=what.expires_on)
    if queries.number_is_taken(facts.number):
        raise NumberTaken(
            f"Nomor {facts.number} sudah pernah diberikan. Ubah pola nomor {series.organiser}, lalu ulangi."
        )
    version = looks.latest(what.design_id) if what.design_id is not None else None
    if version is not None and version.used_at is None:
        version.used_at = now()
    certificate = Certificate(
        series_id=series.id,
        year=year,
        sequence=sequence,
        number=facts.number,
        code=code,
        employee_id=what.employee_id,
        source_key=what.source_key,
        group_key=what.group_key,
        title=facts.programme_title,
        facts=facts.to_dict(),
        issued_on=facts.issued_on,
        expires_on=what.expires_on,
        issued_at=now(),
        replaces_id=what.replaces_id,
        design_version_id=version.id if version is not None else None,
    )
    db.session.add(certificate)
    db.session.flush()
    audit.record("certificates.issued", certificate, by=by, number=facts.number)
    return certificate


def _next_number(series: CertificateSeries, year: int) -> int:
    lock(series)
    counter = db.session.execute(
        select(CertificateCounter)
        .where(CertificateCounter.series_id == series.id, CertificateCounter.year == year)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if counter is None:
        counter = CertificateCounter(series_id=series.id, year=year, last=0)
        db.session.add(counter)
    counter.last += 1
    return counter.last


def _complete(
    facts: CertificateFacts, series: CertificateSeries, *, sequence: int, code: str, expires_on: date | None
) -> CertificateFacts:
    number = format_number(
        series.pattern,
        sequence=sequence,
        year=facts.issued_on.year,
        month=facts.issued_on.month,
        unit=series.unit_code,
        classification=series.classification,
    )
    host = urlsplit(_base_url)
    complete = replace(
        signing.signature_for(series, facts.issued_on).written_on(facts),
        number=number,
        organiser_name=series.organiser,
        code=display_code(code),
        verification_host_path=f"{host.netloc}/v",
    )
    return replace(complete, verification_url=addresses.signed(_base_url, code, complete, expires_on))


def print_group(group_key: str, *, after_each: Callable[[Certificate], None], progress: Callable[[int], None]) -> None:
    """Print and sign what of this group has no file yet, keep each file as it is, and commit one by one.

    ``after_each`` runs in the transaction that records the file, so what follows a certificate
    happens once however often this is run. Bytes written before a crash and never recorded are
    left behind in the store and do no harm. Where no signature can be made, this stops with the sentence;
    what has a file keeps it, and the rest goes on when this is run again.
    """
    waiting = [row for row in queries.of_group(group_key) if row.file_id is None]
    signatures = signing.renewed(waiting)
    db.session.commit()
    for version_id, rows in groupby(waiting, key=lambda row: row.design_version_id):
        alike = list(rows)
        style = looks.style(version_id)
        db.session.commit()
        printed = print_many([CertificateFacts.from_dict(signatures.facts[row.id]) for row in alike], style)
        for row, content in zip(alike, printed, strict=True):
            _keep(row, signatures.sign(row.id, content), after_each)
            progress(1)


def _keep(row: Any, made: signing.Made, after_each: Callable[[Certificate], None]) -> None:
    storage_key = store.put(made.content)
    certificate = _locked(row.id)
    if certificate.file_id is None:
        file = store.keep(made.content, storage_key=storage_key, name=file_name(row.number), media_type=PDF)
        certificate.file_id, certificate.sha256 = file.id, file.sha256
        if made.fingerprint:
            signing.remember(certificate, made)
        after_each(certificate)


def unprinted(group_key: str) -> int:
    """How many of a group have no file yet."""
    return sum(row.file_id is None for row in queries.of_group(group_key))


def _locked(certificate_id: int) -> Certificate:
    return lock(db.session.execute(select(Certificate).where(Certificate.id == certificate_id)).scalar_one())


def archive_group(group_key: str, name: str) -> StoredFile:
    """All files of a group in one ZIP, kept in the store; written to disk first, one file at a time."""
    with tempfile.TemporaryFile() as kept:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
            for row in queries.of_group(group_key):
                file = documents.stored_file(row.file_id)
                holder = "".join(c if c.isalnum() else " " for c in row.facts["holder_name"])
                archive.writestr(f"{row.sequence:05d} {' '.join(holder.split())}.pdf", store.read(file))
        db.session.commit()
        put = store.put_file(kept)
    return store.keep_file(put, name=name, media_type=ZIP)


def file_name(number: str) -> str:
    """A file name made of the certificate's number."""
    return "sertifikat-" + "".join(c if c.isalnum() else "-" for c in number).strip("-") + ".pdf"


def numbers_of(group_key: str) -> list[str]:
    """The numbers issued to a group, in order."""
    return [row.number for row in queries.of_group(group_key)]
