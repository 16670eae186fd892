"""Many certificates as one file: a ZIP, or one PDF for the printer. Made in the background, piece by piece."""

import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import exists, func, select

from app.access.visitor import Actor, Reach
from app.audit import services as audit
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.pieces import batched
from app.certificates.models import BundleForm, Certificate, CertificateBundle
from app.certificates.queries.issued import belongs_to
from app.certificates.rules import CertificateStatus
from app.documents import asked
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import services as jobs
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit, Placement, Position
from app.organisation.queries import directory, holds_on
from app.organisation.queries.structure import below

KIND = "certificates.bundle"
AT_MOST = 5_000
# Joining keeps the outline of every page in memory: about 330 MB for so many.
PRINTED_AT_MOST = 1_000
AT_ONCE = 50
MEDIA_TYPES = {BundleForm.ZIP: "application/zip", BundleForm.PDF: "application/pdf"}
LEFT_OUT = (CertificateStatus.REVOKED, CertificateStatus.REPLACED)
_LONGEST_NAME = 120
Progress = Callable[[int, int], None]


class NothingToBundle(RuleBroken):
    """No printed certificate fits."""

    message = "Belum ada sertifikat yang sudah tercetak dan masih berlaku untuk pilihan ini."


class TooMany(RuleBroken):
    """More than one file should hold."""

    message = f"Pilihan ini memuat lebih dari {AT_MOST:n} sertifikat. Persempit menurut unit atau tahun."


class TooManyToPrint(RuleBroken):
    """More than one PDF should hold."""

    message = f"Satu PDF memuat paling banyak {PRINTED_AT_MOST:n} sertifikat. Pilih ZIP, atau persempit pilihannya."


@dataclass(frozen=True)
class Choice:
    """Which certificates: those issued together, or those of a unit's people, or of a year, within somebody's reach."""

    group_key: str = ""
    unit_id: int | None = None
    year: int | None = None
    reach: Reach = Reach(is_everything=True)  # noqa: RUF009 - frozen, and shared harmlessly


def ask(choice: Choice, form: BundleForm, title: str, *, by: Actor) -> CertificateBundle:
    """Have the file made in the background. Raises where nothing fits, or too much."""
    count = _count(choice)
    if count == 0:
        raise NothingToBundle
    if count > AT_MOST:
        raise TooMany
    if form is BundleForm.PDF and count > PRINTED_AT_MOST:
        raise TooManyToPrint
    bundle = CertificateBundle(
        form=form,
        title=title[:250],
        group_key=choice.group_key,
        unit_id=choice.unit_id,
        year=choice.year,
        reach="" if choice.reach.is_everything else " ".join(sorted(choice.reach.paths)) or "-",
        **asked.stamp(by),
    )
    db.session.add(bundle)
    db.session.flush()
    audit.record("certificates.bundle.asked", bundle, by=by, certificates=count, form=form.value)
    args, key = {"bundle_id": bundle.id}, asked.job_key(KIND, bundle.id)
    jobs.enqueue(KIND, args, by=by, government_id=bundle.government_id, key=key, afresh=True)
    return bundle


def note_taken(bundle: CertificateBundle, *, by: Actor) -> None:
    """Taking personal data away leaves a line."""
    audit.record("certificates.bundle.taken", bundle, by=by, certificates=bundle.count or 0)


def make(args: dict[str, Any], progress: Progress) -> str:
    """Write the file and keep it; done twice, the first one stays."""
    bundle = asked.by_id(CertificateBundle, args["bundle_id"])
    if bundle is None:
        return "Permintaan ini sudah dihapus."
    if bundle.file_id is not None:
        return _sentence(bundle.count or 0)
    ids = _ids(_choice_of(bundle))
    db.session.commit()
    with tempfile.TemporaryFile() as file:
        count = _WRITERS[BundleForm(bundle.form)](file, ids, progress)
        if count == 0:
            raise NothingToBundle
        put = store.put_file(file)
    kind = MEDIA_TYPES[BundleForm(bundle.form)]
    bundle = asked.keep(bundle, put, name=file_name(bundle), media_type=kind, count=count)
    return _sentence(count)


def file_name(bundle: CertificateBundle) -> str:
    """A name in plain letters, whatever the title."""
    return f"sertifikat-{_plain(bundle.title).replace(' ', '-').lower() or bundle.id}.{bundle.form}"


def of_user(user_id: int) -> list[Any]:
    """Somebody's own bundles with how far each is, newest first."""
    return asked.of_user(CertificateBundle, KIND, user_id, limit=50)


def own(user_id: int, bundle_id: int) -> CertificateBundle:
    """One of somebody's own."""
    return asked.own(CertificateBundle, user_id, bundle_id)


def years() -> list[int]:
    """The years of which there are certificates, newest first."""
    return list(db.session.execute(select(Certificate.year).distinct().order_by(Certificate.year.desc())).scalars())


def _choice_of(bundle: CertificateBundle) -> Choice:
    paths = frozenset(bundle.reach.split()) - {"-"}
    reach = Reach(is_everything=True) if not bundle.reach else Reach(paths)
    return Choice(bundle.group_key, bundle.unit_id, bundle.year, reach)


def _conditions(choice: Choice) -> Iterator[Any]:
    yield Certificate.file_id.is_not(None)
    yield Certificate.status.not_in(LEFT_OUT)
    if choice.group_key:
        yield belongs_to(choice.group_key)
    if choice.year is not None:
        yield Certificate.year == choice.year
    if choice.unit_id is not None:
        unit = db.session.execute(select(OrgUnit.path).where(OrgUnit.id == choice.unit_id)).scalar_one()
        yield _placed(below(unit))
    if not choice.reach.is_everything:
        yield _placed(directory.within(choice.reach))


def _placed(where: Any) -> Any:
    """Whose holder has a post there today."""
    day = today(organisation.government(scope.current()).timezone)
    return exists(
        select(Placement.id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Placement.employee_id == Certificate.employee_id, holds_on(Placement, day), where)
    )


def _count(choice: Choice) -> int:
    return db.session.execute(select(func.count(Certificate.id)).where(*_conditions(choice))).scalar_one()


def _ids(choice: Choice) -> list[int]:
    statement = select(Certificate.id).where(*_conditions(choice)).limit(AT_MOST)
    order = (Certificate.year, Certificate.series_id, Certificate.sequence)
    return list(db.session.execute(statement.order_by(*order)).scalars())


@dataclass(frozen=True)
class _One:
    name: str
    content: bytes


def _each(ids: Sequence[int], progress: Progress) -> Iterator[_One]:
    """The certificates one after another; only a few rows and one file are held at a time."""
    done, seen = 0, set[str]()
    for some in batched(ids, AT_ONCE):
        rows = {row.id: row for row in _rows(some)}
        db.session.commit()
        for number in some:
            if number in rows:
                row = rows[number]
                yield _One(_unique(_entry_name(row), seen), store.read(row.StoredFile))
        done += len(some)
        progress(done, len(ids) + 1)


def _rows(ids: Sequence[int]) -> list[Any]:
    return list(
        db.session.execute(
            select(Certificate.id, Certificate.number, Certificate.facts, StoredFile)
            .join(StoredFile, StoredFile.id == Certificate.file_id)
            .where(Certificate.id.in_(ids))
        )
    )


def _zip(file: BinaryIO, ids: Sequence[int], progress: Progress) -> int:
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for one in _each(ids, progress):
            archive.writestr(f"{one.name}.pdf", one.content)
            count += 1
    return count


def _pdf(file: BinaryIO, ids: Sequence[int], progress: Progress) -> int:
    from app.certificates.merging import merged  # slow to import, and few jobs need it

    return merged(file, ((one.name, one.content) for one in _each(ids, progress)))


_WRITERS: dict[BundleForm, Callable[[BinaryIO, Sequence[int], Progress], int]] = {
    BundleForm.ZIP: _zip,
    BundleForm.PDF: _pdf,
}


def _entry_name(row: Any) -> str:
    return f"{_plain(row.number).replace(' ', '-')} {_plain(row.facts['holder_name'])}"[:_LONGEST_NAME].strip()


def _plain(text: str) -> str:
    """Letters and digits of any alphabet, blanks between them; nothing a file system could take for its own."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isalnum() else " " for c in composed).split())


def _unique(name: str, seen: set[str]) -> str:
    found, count = name, 1
    while found.lower() in seen:
        count += 1
        found = f"{name} ({count})"
    seen.add(found.lower())
    return found


def _sentence(count: int) -> str:
    return f"Selesai. {count} sertifikat."
