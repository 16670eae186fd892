"""Which mail comes at once, which in the digest and which not at all; and the link that stops it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import RoleGrant
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications import addresses, catalogue, post, posting, queries, services
from app.notifications.models import Delivery, LetterGroup, Mail, MailStatus, Notice
from app.notifications.services import Recipient
from tests.support.builders import Person, make_account

SWITCHABLE, DUTY = "training_expired", "training_offer"
FACTS = {
    "batch": "Pelayanan Prima, Angkatan 3",
    "dates": "10 Desember 2026",
    "place": "Aula BKPSDM",
    "why": "",
}


def tell(person, kind=SWITCHABLE, key="1", **facts):
    services.tell(
        Recipient(person.employee_id, person.name, person.email), kind, "Kabar.", path="/", key=key, **FACTS | facts
    )
    db.session.commit()


def choose(person, **choices):
    chosen = {LetterGroup(group): Delivery(delivery) for group, delivery in choices.items()}
    services.choose(person.employee_id, chosen, by=person.actor)
    db.session.commit()


def states():
    db.session.rollback()
    return list(db.session.execute(select(Mail.status).order_by(Mail.id)).scalars())


def notices():
    return len(db.session.execute(select(Notice.id)).all())


@pytest.mark.parametrize(
    ("delivery", "status"), [("now", [MailStatus.WAITING]), ("weekly", [MailStatus.HELD]), ("none", [])]
)
def test_a_letter_comes_as_chosen_and_the_notice_always_stays(budi, delivery, status):
    choose(budi, queue=delivery)
    tell(budi)
    assert (states(), notices()) == (status, 1)


def test_a_choice_is_for_one_group_and_one_person(budi, dewi):
    choose(budi, queue="none")
    tell(budi, "training_certificate", hours="8")
    tell(dewi, key="2")
    assert states() == [MailStatus.WAITING, MailStatus.WAITING]


@pytest.mark.parametrize("delivery", ["weekly", "none"])
def test_a_duty_letter_comes_at_once_whatever_was_chosen(budi, delivery):
    choose(budi, seats=delivery)
    tell(budi, DUTY, until="besok")
    assert states() == [MailStatus.WAITING]


def test_a_held_letter_is_not_posted(budi):
    choose(budi, queue="weekly")
    tell(budi)
    post.use_settings(smtp_url="smtp://127.0.0.1:9", sender="Penata <penata@bungo.example>")
    with scope.everything():
        assert posting.lease() == []
    assert states() == [MailStatus.HELD]


def test_without_a_digest_nothing_is_held_for_it(budi, dewi):
    choose(budi, queue="weekly")
    choose(dewi, queue="weekly")
    tell(budi)
    tell(dewi, key="2")
    choose(budi, digest="none")
    found = db.session.execute(select(Mail.employee_id)).scalars().all()
    assert found == [dewi.employee_id]


def test_the_outbox_keeps_only_what_the_letter_needs(budi):
    tell(budi, salary="rahasia", nip=budi.nip)
    mail = db.session.execute(select(Mail)).scalar_one()
    assert set(mail.facts) == {"name", "say", "link", "batch", "dates", "place"}
    assert mail.subject == f"Tawaran kursi lewat waktu: {FACTS['batch']}"


def test_a_letter_without_one_of_its_facts_is_not_written(budi):
    with pytest.raises(KeyError, match="until"):
        tell(budi, DUTY)


def test_choosing_on_the_page(visit, budi):
    page = visit(budi).open("notifications.show_choices")
    before = dict.fromkeys(("approvals", "seats", "queue", "results", "sosialisasi"), "now") | {"digest": "weekly"}
    assert page.fields == before
    done = page.press("Simpan pilihan", queue="none", results="weekly")
    assert done.notices == ["Tersimpan."]
    assert done.fields == before | {"queue": "none", "results": "weekly"}
    again = visit(budi).open("notifications.show_choices")
    assert again.press_with_htmx("Simpan pilihan", queue="now").fields["queue"] == "now"


def test_duty_letters_are_shown_locked_with_their_reason(visit, budi):
    page = visit(budi).open("notifications.show_choices")
    locked = page.all(".rows li")
    assert len(locked) == sum(kind.is_duty for kind in catalogue.every())
    assert all(row.endswith("Wajib") for row in locked)
    assert "Ada yang menunggu jawaban Anda sebelum batas waktunya." in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"queue": "hourly"}, "Pilih salah satu cara di atas."),
        ({"digest": "now"}, "Pilih salah satu cara di atas."),
        ({"queue": "weekly", "digest": "none"}, "Ringkasan mingguan Anda matikan. Pilih Langsung atau Tanpa email."),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_is_kept(visit, budi, fields, words):
    answer = visit(budi).post("notifications.create_choices", fields=fields)
    page = visit(budi).page(answer, expect=422)
    assert words in page.text
    assert queries.choices_of(budi.employee_id) == {}


def test_a_duty_cannot_be_switched_off_by_a_forged_field(visit, budi):
    visit(budi).post("notifications.create_choices", fields={"account": "none", "data": "none"})
    db.session.rollback()
    assert queries.choices_of(budi.employee_id) == {}


def test_an_account_without_an_employee_has_nothing_to_choose(visit, bungo):
    user = make_account("Admin Instalasi", email="admin@penata.example")
    role = Role.INSTALLATION_ADMINISTRATOR
    db.session.add(RoleGrant(user_id=user.id, government_id=None, role=role, starts_on=date(2020, 1, 1)))
    db.session.commit()
    person = Person("Admin Instalasi", "admin@penata.example", "admin@penata.example", 0, user.id, 0, bungo.id)
    page = visit(person).open("notifications.show_choices")
    assert page.all(".empty h2") == ["Akun ini tidak menerima email"]
    assert visit(person).post("notifications.create_choices", fields={"queue": "none"}).status_code == 404


def stop_path(person, group=LetterGroup.QUEUE):
    link = addresses.stop_link(person.government_id, person.employee_id, group)
    return link.removeprefix("http://127.0.0.1:8000")


def delivery_of(person, group=LetterGroup.QUEUE):
    db.session.rollback()
    return queries.delivery_of(person.employee_id, group)


def test_the_link_in_a_letter_stops_it_without_signing_in(visit, budi):
    page = visit().open(stop_path(budi))
    assert page.heading == "Berhenti menerima email ini?"
    assert "Permohonan dan daftar tunggu" in page.text
    assert delivery_of(budi) is None  # looking changed nothing
    stopped = page.press("Berhenti menerima")
    assert stopped.heading == "Email ini sudah dimatikan"
    assert delivery_of(budi) == Delivery.NONE
    assert stopped.press("Terima lagi").heading == "Berhenti menerima email ini?"
    assert delivery_of(budi) == Delivery.NOW


def test_a_mail_program_stops_it_with_one_press(app, budi):
    """RFC 8058: no page, no cookie, no token but the link's own."""
    path = stop_path(budi)
    for _ in range(2):
        answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.data) == (200, b"")
    assert delivery_of(budi) == Delivery.NONE


def test_stopping_the_digest_stops_what_was_to_come_in_it(visit, budi):
    choose(budi, queue="weekly", results="now")
    visit().open(stop_path(budi, LetterGroup.DIGEST)).press("Berhenti menerima")
    found = {group: row.delivery for group, row in queries.choices_of(budi.employee_id).items()}
    assert found == {LetterGroup.DIGEST: Delivery.NONE, LetterGroup.QUEUE: Delivery.NONE}


def test_a_link_of_one_person_stops_nobody_else(visit, budi, dewi, joko):
    visit().open(stop_path(budi)).press("Berhenti menerima")
    assert delivery_of(dewi) is None
    with scope.within(joko.government_id):
        assert delivery_of(joko) is None


def test_a_link_that_is_not_ours_or_for_a_duty_leads_nowhere(visit, budi):
    path = stop_path(budi)
    for forged in (path[:-3], path + "x", "/berhenti-surat/x", stop_path(budi, LetterGroup.ACCOUNT)):
        assert visit().open(forged, expect=404).heading == "Halaman tidak ditemukan"
        assert visit().request("POST", forged, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert delivery_of(budi) is None


def test_letters_carry_the_link_unless_they_are_a_duty(budi):
    tell(budi)
    tell(budi, DUTY, until=str(now()))
    first, second = db.session.execute(select(Mail).order_by(Mail.id)).scalars()
    switchable = post.compose(first, posting.letter_of(first))
    link = addresses.stop_link(budi.government_id, budi.employee_id, LetterGroup.QUEUE)
    assert switchable["List-Unsubscribe"] == f"<{link}>"
    assert switchable["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in switchable.get_body(("plain",)).get_content()
    duty = post.compose(second, posting.letter_of(second))
    assert (duty["List-Unsubscribe"], "berhenti-surat" in duty.as_string()) == (None, False)
