"""Invitations and resets: links by mail that work once, and what an answer tells nobody."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import rules
from app.accounts.models import AccountLink, LinkKind, User, UserSession
from app.accounts.services import links
from app.audit.models import AuditEntry
from app.base import scope, sealing
from app.base.database import db
from app.jobs import services as jobs
from app.jobs import worker
from app.jobs.models import Job, JobStatus
from app.notifications.models import Mail
from app.organisation.models import Employee, EmployeeKind
from tests.support.builders import make_employee, make_nip

NOON = datetime(2026, 12, 10, 5, tzinfo=UTC)
GOOD = "kuda-lumping-jalan-pagi"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def newcomer(name="Citra Ayu", email="citra@bungo.example"):
    """An employee without an account."""
    employee = Employee(nip=make_nip(), name=name, kind=EmployeeKind.PNS, email=email)
    db.session.add(employee)
    db.session.commit()
    return employee


def mails(kind):
    db.session.rollback()
    with scope.everything():
        return list(db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars())


def link_in(mail):
    """The path of the secret link, as only the mail that is sent carries it."""
    return sealing.unseal("mail link", mail.facts["sealed_link"]).removeprefix("http://127.0.0.1:8000")


def account_of(employee_id):
    db.session.rollback()
    return db.session.execute(select(User).where(User.employee_id == employee_id)).scalar_one_or_none()


def invite(visit, officer, employee, **typed):
    return visit(officer).open("accounts.show_account", employee_id=employee.id).press("Kirim undangan", **typed)


def set_password(page, password=GOOD, repeated=GOOD, **options):
    return page.press("Simpan kata sandi", new_password=password, repeated_password=repeated, **options)


def test_from_an_invitation_to_the_first_sign_in(visit, sari, clock):
    citra = newcomer()
    page = invite(visit, sari, citra)
    assert page.notices == ["Undangan dikirim. Tautannya berlaku 7 hari."]
    [mail] = mails("accounts_invitation")
    assert (mail.address, mail.status) == ("citra@bungo.example", "waiting")
    stranger = visit()
    door = stranger.open(link_in(mail))
    assert door.heading == "Selamat datang di Penata"
    arrived = set_password(door)
    assert arrived.notices == ["Kata sandi tersimpan. Masuk dengan kata sandi itu."]
    home = arrived.press("Masuk", identifier="CITRA@bungo.example", password=GOOD)
    assert "Citra" in home.heading
    assert stranger.open("accounts.show_security").status == 200
    again = stranger.open(link_in(mail), expect=409)
    assert again.heading == "Tautan ini tidak berlaku lagi"


@pytest.mark.parametrize(
    ("after", "status"), [(timedelta(days=7) - timedelta(seconds=1), 200), (timedelta(days=7), 409)]
)
def test_an_invitation_lasts_seven_days(visit, sari, clock, after, status):
    invite(visit, sari, newcomer())
    path = link_in(mails("accounts_invitation")[0])
    clock.shift(after)
    visit().open(path, expect=status)


def test_a_new_invitation_ends_the_one_before(visit, sari):
    citra = newcomer()
    invite(visit, sari, citra)
    invite(visit, sari, citra)
    first, second = mails("accounts_invitation")
    visit().open(link_in(first), expect=409)
    visit().open(link_in(second))


def test_two_who_press_at_once_set_one_password(app, bungo):
    citra = newcomer()
    user = links.account_for(citra.id)
    path = links.make_link(user.id, LinkKind.INVITATION).path
    db.session.commit()
    token = path.rpartition("/")[2]
    links.set_password(token, LinkKind.INVITATION, "first")
    db.session.commit()
    with pytest.raises(rules.LinkOver):
        links.set_password(token, LinkKind.INVITATION, "second")
    db.session.rollback()
    assert account_of(citra.id).password_hash == "first"


@pytest.mark.parametrize(
    ("password", "repeated", "words"),
    [
        ("pendek", "pendek", "Kata sandi paling sedikit 12 huruf"),
        ("password1234", "password1234", "mudah ditebak"),
        ("citraayu-2026", "citraayu-2026", "nama"),
        (GOOD, GOOD + "x", "Kedua kata sandi belum sama"),
    ],
)
def test_a_bad_password_leaves_the_link_open(visit, sari, password, repeated, words):
    invite(visit, sari, newcomer())
    door = visit().open(link_in(mails("accounts_invitation")[0]))
    door = set_password(door, password, repeated, expect=422)
    assert words in door.text
    assert password not in door.source
    set_password(door)


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%27"])
def test_what_was_never_a_link_is_a_page_in_words(visit, bungo, token):
    for path in ("/undangan/", "/kata-sandi-baru/"):
        assert visit().get(path + token).status_code in (404, 409)


def test_the_secret_stands_in_no_page_of_the_outbox_and_is_gone_once_sent(visit, administrator, sari, app):
    invite(visit, sari, newcomer())
    [mail] = mails("accounts_invitation")
    secret = link_in(mail)
    page = visit(administrator).open("notifications.show_mail", mail_id=mail.id)
    assert secret.rpartition("/")[2] not in page.source
    assert mail.facts["sealed_link"] not in page.source
    assert "Isi surat ini tidak ditampilkan" in page.text
    assert secret.rpartition("/")[2] not in str(db.session.execute(select(AccountLink.token_hash)).scalars().all())


# Who may invite whom.


def test_only_one_account_has_an_address_and_a_shared_mailbox_signs_in_by_nip(visit, sari, budi):
    citra = newcomer(email=budi.email.upper())
    invite_page = visit(sari).open("accounts.show_account", employee_id=citra.id)
    refused = invite_page.press("Kirim undangan", expect=409)
    assert "sudah dipakai akun lain" in refused.text
    assert mails("accounts_invitation") == []


@pytest.mark.parametrize("typed", ["", "bukan alamat", "a@b", "a b@bungo.example"])
def test_an_address_that_is_none_is_a_sentence(visit, sari, typed):
    page = invite(visit, sari, newcomer(email=""), email=typed, expect=422)
    assert page.has("[aria-invalid=true]")
    assert mails("accounts_invitation") == []


def test_whoever_has_no_address_is_invited_to_the_one_that_is_typed(visit, sari):
    citra = newcomer(email="")
    assert invite(visit, sari, citra, email="citra.baru@bungo.example").notices != []
    assert account_of(citra.id).email == "citra.baru@bungo.example"


def test_an_account_in_use_is_not_invited_again(visit, sari, budi):
    visit(budi).open("/beranda")
    page = visit(sari).open("accounts.show_account", employee_id=budi.employee_id)
    assert "Kirim undangan" not in page.buttons
    answer = visit(sari).post(
        "accounts.create_invitation", employee_id=budi.employee_id, fields={"email": "x@y.example"}
    )
    assert answer.status_code == 409


def test_a_guarded_account_is_looked_after_by_administrators_alone(visit, sari, administrator, auditor):
    page = visit(sari).open("accounts.show_account", employee_id=auditor.employee_id)
    assert "Dijaga dua admin" in page.text
    assert [one for one in page.buttons if "akun" in one] == []
    for endpoint in ("create_rest", "create_wake"):
        assert visit(sari).post(f"accounts.{endpoint}", employee_id=auditor.employee_id).status_code == 409
    assert account_of(auditor.employee_id).active
    done = visit(administrator).open("accounts.show_account", employee_id=auditor.employee_id).press("Nonaktifkan akun")
    assert done.notices == ["Akun dinonaktifkan. Semua sesinya berakhir."]


def test_an_account_at_rest_is_out_at_once_and_wakes_again(visit, sari, budi):
    browser = visit(budi)
    page = visit(sari).open("accounts.show_account", employee_id=budi.employee_id).press("Nonaktifkan akun")
    assert browser.get("/beranda").status_code == 401
    stranger = visit().open("accounts.show_sign_in")
    stranger.press("Masuk", identifier=budi.nip, password=budi.password, expect=422)
    page.press("Aktifkan akun")
    assert visit.another(budi).get("/beranda").status_code == 200


def test_nobody_puts_themself_to_rest(visit, sari, administrator):
    assert visit(administrator).post("accounts.create_rest", employee_id=administrator.employee_id).status_code == 409
    assert account_of(administrator.employee_id).active


# In bulk.


def run_bulk(visit, officer):
    page = visit.another(officer).open("accounts.list_accounts").press("Undang semua")
    worker.drain()
    return page


def test_everybody_with_an_address_is_invited_once(visit, sari, budi):
    people = [newcomer(f"Baru {number}", f"baru{number}@bungo.example") for number in range(3)]
    newcomer("Tanpa Alamat", "")
    page = run_bulk(visit, sari)
    assert page.notices == ["Undangan mulai dikirim. Anda boleh meninggalkan halaman ini."]
    assert "Sedang mengirim undangan" in page.text
    sent = [mail.address for mail in mails("accounts_invitation")]
    assert sorted(sent) == sorted(one.email for one in people)
    after = visit(sari).open("accounts.list_accounts")
    assert "Selesai. 3 undangan dikirim." in after.text
    assert "Undang semua" not in after.buttons
    assert "1 pegawai belum bisa diundang" in after.text
    assert after.link("Lihat mereka").all("#accounts tbody th") == ["Tanpa Alamat"]


def test_a_job_that_is_run_again_mails_nobody_twice(visit, sari):
    for number in range(3):
        newcomer(f"Baru {number}", f"baru{number}@bungo.example")
    run_bulk(visit, sari)
    job = db.session.execute(select(Job).where(Job.kind == links.INVITE)).scalar_one()
    job.status, job.attempts = JobStatus.QUEUED, 0
    db.session.commit()
    worker.drain()
    assert len(mails("accounts_invitation")) == 3
    job = db.session.execute(select(Job).where(Job.kind == links.INVITE)).scalar_one()
    assert job.message == "Selesai. Tidak ada yang perlu diundang."


def test_two_presses_are_one_job(bungo, sari):
    newcomer()
    first = links.request_bulk(bungo.id, by=sari.actor)
    db.session.commit()
    assert links.request_bulk(bungo.id, by=sari.actor).id == first.id
    db.session.rollback()


def test_in_bulk_an_invitation_that_lapsed_is_sent_anew(visit, sari, clock):
    newcomer()
    run_bulk(visit, sari)
    clock.shift(timedelta(days=7))
    run_bulk(visit, sari)
    assert len(mails("accounts_invitation")) == 2


def test_in_bulk_guarded_and_foreign_people_are_left_alone(visit, sari, administrator, batanghari):
    waiting = newcomer("Calon Auditor", "calon@bungo.example")
    page = visit(administrator).open("/akun/peran/baru?cari=calon").link("Pilih")
    page.press("Beri peran", role="auditor")
    with scope.within(batanghari.id):
        newcomer("Orang Lain", "lain@batanghari.example")
    newcomer()
    run_bulk(visit, sari)
    assert [mail.address for mail in mails("accounts_invitation")] == ["citra@bungo.example"]
    assert account_of(waiting.id).email == "calon@bungo.example"


def test_a_shared_mailbox_gets_a_letter_for_each(visit, sari):
    one, two = newcomer("Satu", "loket@bungo.example"), newcomer("Dua", "loket@bungo.example")
    run_bulk(visit, sari)
    assert [mail.address for mail in mails("accounts_invitation")] == ["loket@bungo.example"] * 2
    assert sorted(filter(None, (account_of(one.id).email, account_of(two.id).email))) == ["loket@bungo.example"]


# Forgotten passwords.


def ask(visit, identifier, expect=200):
    page = visit().open("accounts.show_reset_request").press("Kirim tautan", identifier=identifier, expect=expect)
    worker.drain()
    return page


def test_the_answer_is_the_same_for_everybody_and_only_the_worker_looks(visit, budi, sari):
    citra = newcomer()
    links.account_for(citra.id)
    db.session.commit()
    pages = [ask(visit, one) for one in (budi.nip, budi.email, "tidak@ada.example", "199001012001011999", citra.nip)]
    assert len({page.text for page in pages}) == 1
    assert pages[0].heading == "Periksa email Anda"
    assert [mail.employee_id for mail in mails("accounts_reset")] == [budi.employee_id] * 2
    args = db.session.execute(select(Job.args).where(Job.kind == links.RESET)).scalars().all()
    assert len(args) == 5
    assert [one for one in args if budi.nip in str(one) or budi.email in str(one)] == []


def test_who_asks_costs_the_same_statements(visit, budi, queries):
    stranger, counts = visit(), []
    for identifier in (budi.nip, "tidak@ada.example"):
        page = stranger.open("accounts.show_reset_request")
        with queries() as asked:
            page.press("Kirim tautan", identifier=identifier)
        counts.append([one.split("WHERE")[0] for one in asked])
    assert counts[0] == counts[1]


def test_a_reset_link_works_once_for_thirty_minutes_and_ends_every_session(visit, budi, clock):
    browser = visit(budi)
    browser.open("/beranda")
    ask(visit, budi.email)
    path = link_in(mails("accounts_reset")[0])
    clock.shift(timedelta(minutes=30) - timedelta(seconds=1))
    set_password(visit().open(path))
    assert browser.get("/beranda").status_code == 401
    assert visit().open(path, expect=409).heading == "Tautan ini tidak berlaku lagi"
    door = visit().open("accounts.show_sign_in")
    door.press("Masuk", identifier=budi.nip, password=budi.password, expect=422)
    assert "Budi" in door.press("Masuk", identifier=budi.nip, password=GOOD).heading
    assert [mail.employee_id for mail in mails("accounts_security")] == [budi.employee_id]


def test_a_reset_link_is_over_after_thirty_minutes(visit, budi, clock):
    ask(visit, budi.email)
    clock.shift(timedelta(minutes=30))
    visit().open(link_in(mails("accounts_reset")[0]), expect=409)


def test_at_most_three_an_hour(visit, budi, clock):
    for _ in range(5):
        ask(visit, budi.nip)
    assert len(mails("accounts_reset")) == 3
    clock.shift(timedelta(hours=1, seconds=1))
    ask(visit, budi.nip)
    assert len(mails("accounts_reset")) == 4


def test_an_invitation_does_not_open_the_reset_nor_the_other_way_round(visit, sari, budi):
    invite(visit, sari, newcomer())
    ask(visit, budi.nip)
    invitation, reset = link_in(mails("accounts_invitation")[0]), link_in(mails("accounts_reset")[0])
    visit().open(invitation.replace("/undangan/", "/kata-sandi-baru/"), expect=409)
    visit().open(reset.replace("/kata-sandi-baru/", "/undangan/"), expect=409)


def test_links_come_from_the_configured_address_whatever_the_request_says(visit, budi):
    ask(visit, budi.nip)
    whole = sealing.unseal("mail link", mails("accounts_reset")[0].facts["sealed_link"])
    assert whole.startswith("http://127.0.0.1:8000/kata-sandi-baru/")


def test_an_account_at_rest_gets_no_link_and_an_open_link_ends(visit, budi):
    ask(visit, budi.nip)
    account_of(budi.employee_id).active = False
    db.session.commit()
    ask(visit, budi.nip)
    [mail] = mails("accounts_reset")
    visit().open(link_in(mail), expect=409)


def test_an_office_cannot_turn_a_guarded_account_to_its_own_mailbox(visit, bungo, auditor, budi):
    for person in (auditor, budi):
        account_of(person.employee_id).email = None
        db.session.get_one(Employee, person.employee_id).email = "dibelokkan@bungo.example"
        db.session.commit()
        ask(visit, person.nip)
    assert [mail.employee_id for mail in mails("accounts_reset")] == [budi.employee_id]


def test_an_empty_name_is_asked_for(visit, bungo):
    page = ask(visit, " ", expect=422)
    assert "Tulis NIP atau email Anda." in page.text
    assert db.session.execute(select(Job.id)).all() == []


# The list.


def test_where_every_account_stands(visit, sari, budi, dewi, clock):
    visit(budi).open("/beranda")
    account_of(dewi.employee_id).active = False
    db.session.commit()
    newcomer("Abdul Tanpa Akun")
    invited = newcomer("Bagus Diundang", "bagus@bungo.example")
    invite(visit, sari, invited)
    page = visit(sari).open("/akun")
    states = dict(zip(page.all("tbody th"), page.all("tbody .badge"), strict=True))
    assert states[budi.name] == "Aktif"
    assert states[dewi.name] == "Dinonaktifkan"
    assert states["Abdul Tanpa Akun"] == "Belum punya akun"
    assert states["Bagus Diundang"] == "Diundang"
    assert "Belum pernah masuk" in states.values()
    clock.shift(timedelta(days=8))
    page = visit.another(sari).open("/akun?keadaan=lapsed")
    assert page.all("tbody th") == ["Bagus Diundang"]


@pytest.mark.parametrize(("kind", "starts"), [("csv", b"\xef\xbb\xbfNama;Keadaan"), ("xlsx", b"PK")])
def test_the_list_as_a_file_holds_what_is_filtered_and_is_on_the_trail(visit, sari, budi, joko, kind, starts):
    newcomer("=Citra Ayu", email="")
    newcomer("Dodi Akbar")
    page = visit(sari).open("/akun?keadaan=none&tanpa_email=1")
    answer = page.form(f"Unduh {kind.upper()}").send(follow=False)
    assert answer.data.startswith(starts)
    assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    if kind == "csv":
        assert answer.text.splitlines()[1:] == ["'=Citra Ayu;Belum punya akun;;"]
    last = select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.id.desc()).limit(1)
    assert tuple(db.session.execute(last).one()) == ("accounts.users.exported", {"rows": 1})


def test_only_who_looks_after_accounts_takes_the_list_away(visit, budi, auditor):
    for person in (budi, auditor):
        assert visit(person).post("accounts.create_account_export", fields={"bentuk": "csv"}).status_code == 403


def test_the_list_asks_the_same_for_one_and_for_three(visit, sari, queries):
    browser, counts = visit(sari), []
    for _ in range(2):
        browser.open("/akun")
        with queries() as asked:
            browser.open("/akun")
        counts.append(len(asked))
        for name in ("Andi", "Beni"):
            make_employee(name, roles=[Role.TRAINER])
    assert counts[0] == counts[1]


def test_pages_follow_one_another_by_name(visit, sari):
    names = sorted(f"Pegawai {chr(65 + number)}" for number in range(26))
    for name in names:
        newcomer(name, f"{name[-1].lower()}@bungo.example")
    first = visit(sari).open("/akun?cari=pegawai")
    second = first.link("Berikutnya")
    assert first.all("tbody th") + second.all("tbody th") == names


def test_nothing_of_bungo_is_on_jokos_list_or_opens_for_him(visit, joko, budi):
    page = visit(joko).open("/akun")
    assert page.all("tbody th") == [joko.name]
    assert visit(joko).open("/akun?cari=budi").all("tbody th") == []
    for endpoint in ("create_invitation", "create_rest", "create_wake"):
        answer = visit(joko).post(
            f"accounts.{endpoint}", employee_id=budi.employee_id, fields={"email": "joko@batanghari.example"}
        )
        assert answer.status_code == 404
    assert account_of(budi.employee_id).email == budi.email
    assert db.session.execute(select(UserSession.user_id)).scalars().all() == [joko.user_id]


def test_a_job_of_another_government_is_not_this_ones(bungo, batanghari, joko):
    with scope.within(batanghari.id):
        newcomer("Orang Lain", "lain@batanghari.example")
        links.request_bulk(batanghari.id, by=joko.actor)
        db.session.commit()
    assert jobs.unfinished(links.INVITE, bungo.id) is None
