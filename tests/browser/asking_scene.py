"""Questions and checks of understanding in every state a page can show, in one government."""

from datetime import timedelta

from app.access.visitor import SYSTEM
from app.base.clock import today
from app.base.database import db
from app.organisation.queries import employee
from app.sosialisasi.facts.questions import Answered
from app.sosialisasi.models import AskedKind
from app.sosialisasi.services import replying, understanding
from tests.browser.seeding import Cast, Scene, _cast, in_app
from tests.support.asking import ask, make_check, make_running_round, open_board, take, vote
from tests.support.builders import make_unit
from tests.support.initiatives import make_initiative

LONG = "Bagaimana nasib berkas yang sudah diterima sebelum perubahan berlaku, dan siapa yang menyelesaikannya? " * 4
ANSWERS = 12


@in_app
def asking() -> Scene:
    cast = _cast()
    initiative = make_initiative(
        make_unit("Bagian Organisasi"), "Penataan kecamatan dan penyederhanaan tata kelola layanan"
    )
    shown = make_running_round(initiative, is_public=True)
    code = open_board(shown).code
    ids = _asked(cast, shown) | {"initiative": initiative.id, "event": shown.sosialisasi_id, "round": shown.id}
    make_check(shown)
    titles = ("Sudah dinilai", "Disiapkan", "Kosong")
    done, fresh, bare = (make_running_round(initiative, title=title) for title in titles)
    measured = make_check(done)
    for number in range(ANSWERS):
        take(measured, f"device {number}", number % 6)
    understanding.request(measured, by=SYSTEM)
    db.session.commit()
    understanding.close({"check_id": measured.id}, lambda _done, _total: None)
    make_check(fresh, opened=False)
    return Scene(cast, ids | {"code": code, "done": done.id, "fresh": fresh.id, "bare": bare.id})


def _asked(cast: Cast, one) -> dict[str, int | str]:
    long, own = ask(one, LONG)
    named, _code = ask(one, "Kapan loket pindah?", by=cast.budi)
    twin, _code = ask(one, "Loketnya pindah kapan?")
    hidden, _code = ask(one, "Tuduhan kepada seseorang", kind=AskedKind.ASPIRATION)
    personal, _code = ask(one, "NIK saya 1508012345670001")
    for who in ("a", "b"):
        vote(one, long, who)
    replying.merge(twin, named, by=SYSTEM)
    replying.hide(hidden, "Memuat tuduhan.", by=SYSTEM)
    replying.answer(named, Answered("Mulai Januari.\n\nAlamatnya tetap.", False), version=named.version, by=SYSTEM)
    replying.publish(named, by=SYSTEM)
    day = today("Asia/Jakarta")
    replying.assign(long, employee(cast.budi.employee_id), day, today=day, by=SYSTEM)
    long.due_on = day - timedelta(days=2)
    db.session.commit()
    return {"long": long.id, "named": named.id, "hidden": hidden.id, "personal": personal.id, "own": own}
