"""Numberings and keys: made and changed by officers, and never so that two documents could get one number."""

from dataclasses import fields

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now, today
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.base.numbering import check_pattern, format_number
from app.base.overlap import overlap
from app.certificates import keys, queries
from app.certificates.models import CertificateSeries, KeyKind, Signing, SigningKey
from app.certificates.queries import series as numberings
from app.certificates.rules import WrongField
from app.certificates.wishes import SeriesFacts
from app.organisation import queries as organisation


def create(facts: SeriesFacts, *, by: Actor) -> CertificateSeries:
    _ensure_sound(facts, None)
    series = CertificateSeries(version=1, **_values(facts))
    db.session.add(series)
    db.session.flush()
    audit.record("certificates.series.created", series, by=by)
    return series


def change(series: CertificateSeries, facts: SeriesFacts, *, version: int, by: Actor) -> CertificateSeries:
    """Raises StaleVersion where somebody else was faster. What was issued keeps its number and its signatory."""
    series = lock(series)
    if series.version != version:
        raise StaleVersion
    _ensure_sound(facts, series)
    for name, value in _values(facts).items():
        setattr(series, name, value)
    series.version += 1
    audit.record("certificates.series.changed", series, by=by)
    return series


def _values(facts: SeriesFacts) -> dict[str, object]:
    values = {one.name: getattr(facts, one.name) for one in fields(facts)}
    if facts.signatory_position_id is not None:
        values |= {"signatory_position": "", "signatory_name": "", "signatory_nip": ""}
    return values


def _ensure_sound(facts: SeriesFacts, series: CertificateSeries | None) -> None:
    if problems := check_pattern(facts.pattern):
        raise WrongField("pattern", " ".join(problems))
    series_id = series.id if series is not None else None
    for other in numberings.others(series_id):
        if other.organiser == facts.organiser:
            raise WrongField("organiser", f"Penomoran {facts.organiser} sudah ada. Ubah yang itu saja.")
        if overlap(_shape(facts), _shape(other)):
            raise WrongField(
                "pattern",
                f"Pola ini bisa menghasilkan nomor yang sama dengan penomoran {other.organiser}. "
                "Bedakan kode unit, klasifikasi, atau polanya.",
            )
    if queries.number_is_taken(next_number(facts, series)):
        raise WrongField("pattern", "Nomor berikutnya menurut pola ini sudah pernah diberikan. Pakai pola lain.")
    if facts.signing == Signing.SIGNATORY and facts.signatory_position_id is None:
        raise WrongField("signing", "Kunci pejabat hanya bisa dipakai kalau penanda tangannya dipilih menurut jabatan.")


def _shape(one: SeriesFacts | CertificateSeries) -> tuple[str, str, str]:
    return one.pattern, one.unit_code, one.classification


def next_number(facts: SeriesFacts | CertificateSeries, series: CertificateSeries | None) -> str:
    """What the next certificate would be numbered today."""
    day = today(organisation.government(scope.current()).timezone)
    last = numberings.last_number(series.id, day.year) if series is not None else 0
    return format_number(
        facts.pattern,
        sequence=last + 1,
        year=day.year,
        month=day.month,
        unit=facts.unit_code,
        classification=facts.classification,
    )


def add_key(name: str, kind: KeyKind, nip: str, *, by: Actor) -> SigningKey:
    """Make a key known by its name; the rest stands in the environment. Without a NIP it is the organiser's seal."""
    if not keys.NAME.fullmatch(name):
        raise WrongField("name", "Nama kunci terdiri dari huruf besar, angka, dan garis bawah, misalnya KABAN_2026.")
    if numberings.key_named(name) is not None:
        raise WrongField("name", f"Kunci {name} sudah ada.")
    employee_id = numberings.employee_with_nip(nip) if nip else None
    if nip and employee_id is None:
        raise WrongField("nip", "Tidak ada pegawai dengan NIP ini. Periksa angkanya.")
    if kind == KeyKind.BSRE and employee_id is None:
        raise WrongField("nip", "Kunci BSrE selalu milik seorang pejabat. Isi NIP-nya.")
    key = SigningKey(name=name, kind=kind, employee_id=employee_id)
    db.session.add(key)
    db.session.flush()
    audit.record("certificates.key.added", key, by=by, kind=kind)
    return key


def end_key(key: SigningKey, *, by: Actor) -> None:
    """From now on nothing is signed with it; what was signed stays signed."""
    key = lock(key)
    if key.ended_at is None:
        key.ended_at = now()
        audit.record("certificates.key.ended", key, by=by)
