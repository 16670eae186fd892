"""Issuing: a number without gaps, the facts frozen, the file printed once and kept."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
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
from app.certificates.rules import display_code, new_code
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


def issue(what: Issue, *, by: Actor) -> Certificate:
    """Give the next number and freeze the facts; the same source gets its first certificate again.

    The number is taken and the certificate written in one transaction under the counter's lock, so
    a number is never given twice and none is missing (reference §9.1: the sequence restarts each year).
    """
    known = db.session.execute(
        select(Certificate).where(Certificate.source_key == what.source_key)
    ).scalar_one_or_none()
    if known is not None:
        return known
    series = db.session.execute(select(CertificateSeries).where(CertificateSeries.id == what.series_id)).scalar_one()
    year = what.facts.issued_on.year
    sequence = _next_number(series, year)
    code = new_code()
    facts = _complete(what.facts, series, sequence=sequence, code=code, expires_on=what.expires_on)
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
    )
    db.session.add(certificate)
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
        facts,
        number=number,
        organiser_name=series.organiser,
        signatory_heading=series.signatory_heading,
        signatory_position=series.signatory_position,
        signatory_name=series.signatory_name,
        signatory_nip=series.signatory_nip,
        code=display_code(code),
        verification_host_path=f"{host.netloc}/v",
    )
    return replace(complete, verification_url=addresses.signed(_base_url, code, complete, expires_on))


def print_group(group_key: str, *, after_each: Callable[[Certificate], None], progress: Callable[[int], None]) -> None:
    """Print what of this group has no file yet, keep each file as it is, and commit one by one.

    ``after_each`` runs in the transaction that records the file, so what follows a certificate
    happens once however often this is run. Bytes written before a crash and never recorded are
    left behind in the store and do no harm.
    """
    waiting = [row for row in queries.of_group(group_key) if row.file_id is None]
    db.session.commit()
    printed = print_many([CertificateFacts.from_dict(row.facts) for row in waiting])
    for row, content in zip(waiting, printed, strict=True):
        storage_key = store.put(content)
        certificate = _locked(row.id)
        if certificate.file_id is None:
            file = store.keep(content, storage_key=storage_key, name=file_name(row.number), media_type=PDF)
            certificate.file_id, certificate.sha256 = file.id, file.sha256
            after_each(certificate)
        progress(1)


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
