"""Who looked at whose file lately, and what was asked about it, so that those pages are alive too."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.access.visitor import Actor
from app.audit.models import PersonalReading
from app.base.database import db
from app.demo import cast
from app.demo.cast import Player
from app.privacy.models import RequestKind
from app.privacy.services import requests

# Whose file, who opened it, which part, how many days ago, how often.
_OPENED: tuple[tuple[Player, Player, str, int, int], ...] = (
    (cast.BUDI, cast.RINA, "levels", 1, 2),
    (cast.BUDI, cast.SARI, "file", 3, 1),
    (cast.BUDI, cast.SARI, "placements", 3, 1),
    (cast.BUDI, cast.RINA, "hours", 12, 3),
    (cast.BUDI, cast.HENDRA, "certificates", 40, 1),
    (cast.DEWI, cast.RINA, "levels", 1, 1),
    (cast.DEWI, cast.SARI, "file", 6, 2),
    (cast.RINA, cast.SARI, "file", 9, 1),
)


def act(actors: Mapping[str, Actor], at: datetime) -> None:
    """Readings of the last weeks, one request that waits, and one that was answered."""
    for person, reader, part, days, times in _OPENED:
        last = at - timedelta(days=days, hours=2)
        db.session.add(
            PersonalReading(
                employee_id=actors[person.key].employee_id,
                reader_id=actors[reader.key].user_id,
                part=part,
                day=last.date(),
                first_at=last - timedelta(minutes=20),
                last_at=last,
                times=times,
            )
        )
    budi, rina, sari = (actors[one.key] for one in (cast.BUDI, cast.RINA, cast.SARI))
    requests.ask(
        budi.employee_id or 0,
        RequestKind.CORRECTION,
        by=budi,
        part="file",
        wrong="Pendidikan tertulis SMA.",
        right="S-1 Administrasi Publik, lulus 2014.",
        note="Ijazahnya sudah ada di SIASN.",
    )
    answered = requests.ask(
        rina.employee_id or 0,
        RequestKind.CORRECTION,
        by=rina,
        part="placements",
        wrong="Mulai menjabat tertulis 4 Januari 2021.",
        right="Mulai menjabat 4 Februari 2021 menurut SK.",
    )
    requests.refuse(answered, "SK yang kami pegang bertanggal 4 Januari 2021. Kirim SK yang Anda maksud.", by=sari)
    db.session.flush()
