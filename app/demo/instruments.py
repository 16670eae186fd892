"""What Bungo asks about its change: three instruments taken over, and a draft of its own that branches."""

from collections.abc import Mapping

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.models import RoleGrant
from app.base import scope
from app.base.database import db
from app.demo import cast
from app.surveys.instrument_facts import InstrumentFacts, ItemFacts
from app.surveys.models import Direction, InstrumentVersion, ItemKind
from app.surveys.queries import instruments as queries
from app.surveys.rules import scales
from app.surveys.services import drafts, instruments
from app.training.services.moments import local_today

TAKEN = ("adkar15", "rac15", "cause_checklist")
TITLE = "Kesiapan bekerja dalam tim kerja"
_AGREE = scales.words_of("setuju5")
_OFTEN = scales.words_of("sering5")
# (dimension, statement, reversed); a page for each dimension.
_STATEMENTS = (
    ("Pembagian tugas", "Saya tahu siapa ketua tim kerja saya.", False),
    ("Pembagian tugas", "Tugas saya di tim kerja tidak bertabrakan dengan tugas saya yang lama.", False),
    ("Pembagian tugas", "Saya bingung harus melapor kepada siapa setelah {perubahan}.", True),
    ("Dukungan", "Ketua tim saya mudah dihubungi.", False),
    ("Dukungan", "Alat kerja tim saya sudah tersedia.", False),
)
_MEETS = "Apakah tim kerja Anda sudah pernah bertemu?"
_HOW_OFTEN = "Tim kerja saya bertemu untuk membagi tugas."
_WISH = "Apa satu hal yang paling membantu tim kerja Anda sekarang?"


def act(actors: Mapping[str, Actor]) -> None:
    """Sari is of the change team; she takes over what ships and writes a draft."""
    sari = actors[cast.SARI.key]
    _join_team(sari)
    for code in TAKEN:
        instruments.take_over(code, by=sari)
    facts = InstrumentFacts(
        title=TITLE,
        purpose="Apakah pegawai yang baru masuk tim kerja tahu tugasnya dan mendapat dukungan.",
        direction=Direction.HIGH_IS_GOOD,
    )
    _write(instruments.create(facts, by=sari), by=sari)


def _join_team(one: Actor) -> None:
    grant = RoleGrant(
        user_id=one.user_id,
        government_id=scope.current(),
        role=Role.CHANGE_TEAM,
        starts_on=local_today(),
    )
    db.session.add(grant)
    db.session.flush()


def _write(version: InstrumentVersion, *, by: Actor) -> None:
    codes = {
        title: drafts.add_dimension(queries.version_page(version.id), title, by=by).code
        for title in dict.fromkeys(dimension for dimension, _text, _reversed in _STATEMENTS)
    }
    before = ""
    for dimension, text, is_reversed in _STATEMENTS:
        facts = ItemFacts(ItemKind.SCALE, text, _AGREE, codes[dimension], is_reversed=is_reversed)
        _add(version, facts, bool(before) and dimension != before, by=by)
        before = dimension
    met = _add(version, ItemFacts(ItemKind.SINGLE, _MEETS, ("Sudah", "Belum")), True, by=by)
    often = _add(version, ItemFacts(ItemKind.SCALE, _HOW_OFTEN, _OFTEN), True, by=by)
    drafts.ask_only_if(
        queries.version_page(version.id), often, queries.version_page(version.id).item(met).code, [0], by=by
    )
    _add(version, ItemFacts(ItemKind.TEXT, _WISH, is_required=False), True, by=by)


def _add(version: InstrumentVersion, facts: ItemFacts, starts_page: bool, *, by: Actor) -> int:
    page = queries.version_page(version.id)
    return drafts.add_item(page, facts, starts_page=starts_page, seen=page.version.version, by=by).id
