"""What the log says of a journey: numbers, routes and results, and nothing by which somebody could be known (L1)."""

import json
import re
import sys

import pytest
import structlog

from app.base.database import db
from app.privacy.models import RequestKind
from app.privacy.services import requests as privacy
from tests.support.builders import PASSWORD, make_batch

SECRETS = re.compile(r"\d{18}|[\w.]+@[\w.]+|argon2|csrf|Cookie|Ini rahasia saya")


@pytest.fixture
def log(app, capfd, monkeypatch):
    """Everything written while the test runs, down to the smallest level. Loggers used before remember how they
    were set up then, so every module gets a fresh one."""
    before = structlog.get_config()
    everything = {"wrapper_class": structlog.make_filtering_bound_logger(0), "cache_logger_on_first_use": False}
    structlog.configure(**before | everything)
    for name, module in list(sys.modules.items()):
        if name.startswith("app.") and hasattr(module, "log"):
            monkeypatch.setattr(module, "log", structlog.get_logger())
    yield lambda: "".join(capfd.readouterr())
    structlog.configure(**before)


def test_a_journey_leaves_no_personal_data_in_the_log(visit, budi, sari, auditor, log):
    batch = make_batch()
    people = (budi, sari, auditor)
    cookies = set()
    visit().open("accounts.show_sign_in").press("Masuk", expect=422, identifier=budi.nip, password="Ini rahasia saya")
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    visit(budi).open("privacy.show_own").form("Unduh JSON").send()
    row = privacy.ask(budi.employee_id, RequestKind.CORRECTION, by=budi.actor, part="file", wrong="x", right=budi.nip)
    db.session.commit()
    visit(sari).open("privacy.show_request", request_id=row.id).press(
        "Simpan keputusan", decision="granted", reason=f"Sudah kami perbaiki, {budi.name}."
    )
    visit(auditor).open("audit.list_entries", siapa=budi.name)
    visit(auditor).open(f"/jejak-audit?siapa={budi.email}&nomor={budi.nip}")
    visit(budi).open("/tidak-ada", expect=404)
    for person in people:
        cookies |= set(visit(person).cookies().values())
    visit(budi).open("reports.show_home").press("Keluar")

    written = log()
    requests = [json.loads(line) for line in written.splitlines() if '"event": "request"' in line]
    assert len(requests) > 12
    assert {"request", "method", "route", "status", "ms", "user"} <= set(requests[0])
    assert SECRETS.findall(written) == []
    told = [person.name for person in people] + [PASSWORD, *cookies]
    assert [one for one in told if one in written] == []


def test_a_fault_is_told_without_what_was_typed(visit, budi, log, app, monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError("something else")

    monkeypatch.setattr("app.privacy.views.own.services.ask", broken)
    page = visit(budi).open("privacy.show_request_form", asked="penghapusan")
    page.press("Kirim permintaan", expect=500, note=f"Ini rahasia saya {budi.nip}")
    written = log()
    assert "RuntimeError" in written
    assert SECRETS.findall(written) == []
