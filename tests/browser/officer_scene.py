"""Designs, numberings, certificates in each state, lines, interest and seats held: what officers and superiors open."""

from app.base.database import db
from app.certificates.models import Certificate
from app.certificates.services import designs, names, recalls, replacing
from app.certificates.services.replacing import Correction
from app.certificates.style import Layout, Texts
from app.certificates.wishes import DesignFacts
from app.documents import services as store
from tests.browser.seeding import Cast, Scene, _cast, in_app
from tests.support.builders import Person, enrol, make_batch, make_certificate, make_programme, make_series, seat
from tests.support.lines import be_interested, hold_seats, make_sister, team_of

LONG = "Penyusunan Peta Proses Bisnis dan Standar Operasional Prosedur Administrasi Pemerintahan Daerah"
LONG_NAME = "Raden Ajeng Kusumaningtyas Wiryodiningrat, S.Sos., M.A.P., M.Si."


@in_app
def officers() -> Scene:
    cast = _cast()
    series = make_series("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia")
    design = designs.create(DesignFacts(LONG, Layout.CLASSIC, "#0d4459", "#8a5a00", Texts()), None, by=cast.sari.actor)
    db.session.commit()
    ids = {"series": series.id, "design": design.id}
    return Scene(cast, ids | _certificates(cast) | _lines(cast))


def _certificates(cast: Cast) -> dict[str, int]:
    valid, wrong, withdrawn = (_printed(cast.budi, programme_title=LONG) for _one in range(3))
    replacing.replace_with(
        wrong, Correction(LONG_NAME, "Analis", "BKPSDM", "Gelar keliru ditulis."), by=cast.sari.actor
    )
    recall, _job = recalls.recall([withdrawn.id], "Terbit untuk angkatan yang keliru.", by=cast.sari.actor)
    names.ask(cast.budi.employee_id, LONG_NAME, "Menurut ijazah.", None, by=cast.budi.actor)
    db.session.commit()
    return {"valid": valid.id, "replaced": wrong.id, "withdrawn": withdrawn.id, "recall": recall.id}


def _printed(person: Person, **facts: str) -> Certificate:
    certificate = make_certificate(person, **facts)
    content = f"%PDF-1.7 {certificate.number}".encode()
    file = store.keep(content, storage_key=store.put(content), name="s.pdf", media_type="application/pdf")
    certificate.file_id, certificate.sha256 = file.id, file.sha256
    db.session.commit()
    return certificate


def _lines(cast: Cast) -> dict[str, int]:
    """A full batch with a line over two batches, a programme that waits for dates, and seats a superior holds."""
    full = make_batch(programme=make_programme(LONG), seats=1, number=2)
    sister = make_sister(full, number=3)
    seat(cast.sari, full)
    seat(cast.dewi, sister)
    for person in team_of(cast.rina, LONG_NAME, "Hasan Basri"):
        enrol(person, full)
        enrol(person, sister)
    enrol(cast.budi, full)
    undated = make_programme("Mengelola Arsip")
    be_interested(cast.budi, undated)
    held = make_batch(programme=make_programme("Menulis Surat Dinas"), seats=10)
    hold_seats(cast.rina, held, 2)
    return {"full": full.id, "undated": undated.id, "held": held.id}
