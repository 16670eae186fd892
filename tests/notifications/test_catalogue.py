"""Every letter there is: complete, readable as text by itself, the same in both versions, and small."""

import re

import pytest

from app.factory import create_app  # noqa: F401 - with it every house registers its letters
from app.notifications import addresses, catalogue, post, rendering, services
from app.notifications.catalogue import LetterKind, UnknownLetter
from app.notifications.models import LetterGroup, Mail
from app.notifications.services import Recipient
from tests.support import html

KINDS = catalogue.every()
STOP = "http://127.0.0.1:8000/berhenti-surat/x"
SETTINGS = "http://127.0.0.1:8000/saya/pemberitahuan"
BIGGEST = 100_000
each_letter = pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.kind)


@pytest.fixture(autouse=True)
def _addresses(any_app):
    """Of the application in the tests."""


def drawn(kind, **options):
    return rendering.letter(
        kind.kind,
        services.sample_facts(kind) | options,
        settings_link=SETTINGS,
        stop_link="" if kind.is_duty else STOP,
        is_sample=True,
    )


def texts(kind):
    """Every text of the sample that is to be read, wherever it stands."""

    def inside(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from (text for one in value.values() for text in inside(one))
        elif isinstance(value, list):
            yield from (text for one in value for text in inside(one))

    facts = services.sample_facts(kind)
    return {text for name in rendering.facts_of(kind.kind) for text in inside(facts[name]) if text}


def links_in(text):
    return set(re.findall(r"https?://[^\s\"<>]+", text))


@each_letter
def test_a_letter_names_who_gets_it_and_when(kind):
    assert kind.title
    assert not kind.title.endswith(".")
    assert kind.when.endswith(".")
    assert len(kind.when.split()) > 5
    assert kind.path.startswith("/")
    assert not kind.why_duty or kind.why_duty.endswith(".")


@each_letter
def test_the_sample_holds_every_fact_and_none_too_many(kind):
    given = set(services.sample_facts(kind))
    needed = rendering.facts_of(kind.kind) | kind.attached_facts
    assert needed == given


@each_letter
def test_text_and_html_ask_for_the_same_facts(kind):
    assert rendering.asked_by_part(kind.kind, "body.txt") == rendering.asked_by_part(kind.kind, "body.html")


@each_letter
def test_text_and_html_say_the_same_and_lead_to_the_same_places(kind):
    letter = drawn(kind)
    tree = html.parse(letter.html)
    seen = " ".join(html.words(tree.query("body")[0]).split())
    read = " ".join(letter.text.split())
    in_subject = {text for text in texts(kind) if text in letter.subject}
    for text in texts(kind) - in_subject:
        if not text.startswith("http"):
            assert (text in seen) == (text in read or text.upper() in read)
            assert text in seen or text == kind.say  # the notice says it; a letter may say it at more length
    hrefs = {html.attribute(one, "href") for one in tree.query("a")}
    assert hrefs == links_in(letter.text)
    assert services.sample_facts(kind)["link"] in hrefs
    assert SETTINGS in hrefs
    assert (STOP in hrefs) != kind.is_duty


@each_letter
def test_the_text_stands_by_itself(kind):
    letter = drawn(kind)
    assert letter.text.startswith("CONTOH.")
    assert "Yth. Budi Pratama, S.A.P.," in letter.text
    assert not re.search(r"[<>{}]|&\w+;|\n{4}", letter.text)
    assert letter.text.rstrip().endswith(SETTINGS)


@each_letter
def test_a_letter_is_light_and_fetches_nothing(kind):
    letter = drawn(kind)
    message = post.compose(
        mail_of(kind), letter, kind.attach and kind.attach(services.sample_facts(kind), WRITTEN, None)
    )
    assert len(message.as_bytes()) < BIGGEST
    tree = html.parse(letter.html)
    assert tree.query("script, img, link, iframe, form") == []
    assert not re.search(r"url\(|@import|src=", letter.html)
    assert "prefers-color-scheme: dark" in letter.html
    assert html.attribute(tree.query("html")[0], "lang") == "id"


@each_letter
def test_its_subject_is_one_line_that_fits(kind):
    subject = drawn(kind).subject
    assert subject.startswith("[Contoh] ")
    assert "\n" not in subject
    assert len(subject.removeprefix("[Contoh] ")) < 90


@each_letter
def test_it_is_shown_under_a_policy_of_its_own(kind):
    policy = rendering.policy(drawn(kind).html)
    assert policy.startswith("default-src 'none'; ")
    assert "script-src" not in policy
    assert re.search(r"style-src-elem 'sha256-[A-Za-z0-9+/]{43}='", policy)
    assert policy.endswith("sandbox")


WRITTEN = services.now()


def mail_of(kind):
    return Mail(
        kind=kind.kind,
        recipient_name="Budi Pratama, S.A.P.",
        address="budi@bungo.example",
        message_id="<1@bungo.example>",
        created_at=WRITTEN,
    )


def test_there_are_duties_and_choices():
    assert len(KINDS) > 10
    assert {one.is_duty for one in KINDS} == {True, False}
    assert LetterGroup.DIGEST in catalogue.choosable()
    assert [one for kinds in catalogue.choosable().values() for one in kinds if one.is_duty] == []


def test_a_letter_nobody_registered_is_not_told():
    with pytest.raises(UnknownLetter):
        services.tell(Recipient(1, "Andi", "andi@bungo.example"), "surprise", "x", path="/", key="1")


def test_a_letter_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        catalogue.register(LetterKind("weekly_digest", LetterGroup.DIGEST, "x", "x", "x"))


def test_a_stop_link_is_good_for_what_it_was_made_for_alone():
    link = addresses.stop_link(3, 17, LetterGroup.RESULTS)
    token = link.removeprefix("http://127.0.0.1:8000/berhenti-surat/")
    assert addresses.read_stop_token(token) == (3, 17, LetterGroup.RESULTS)
    assert link == addresses.stop_link(3, 17, LetterGroup.RESULTS)
    body, signature = token.rsplit(".", 1)
    other = addresses.stop_link(3, 18, LetterGroup.RESULTS).rsplit("/", 1)[1].rsplit(".", 1)[0]
    for forged in (body, f"{other}.{signature}", f"{body}.{signature[:-2]}", "", ".", "x.y", token + "x"):
        assert addresses.read_stop_token(forged) is None
