"""Numbers of certificates, whatever officers and batches do in whatever order, compared with a model in plain lists."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.certificates import services
from app.certificates.models import Certificate, CertificateCounter, CertificateSeries
from app.certificates.rules import CertificateStatus, NumberTaken, WrongField
from app.certificates.services import recalls, replacing, series
from app.certificates.services.replacing import Correction
from app.certificates.wishes import SeriesFacts
from app.documents import services as store
from tests.support.builders import make_issue, make_series
from tests.support.examples import examples

YEARS = (2026, 2027)
MONTHS = {3: "III", 12: "XII"}
# The second can give the eleventh number of the first again: "11/…" and "1" before "1/…".
PATTERNS = ("{urut}/{unit}/{tahun}", "1{urut}/{unit}/{tahun}", "{urut}/{unit}/{bulan}/{tahun}")
UNITS = ("SATU", "DUA")
which, when = st.integers(0, 1), st.tuples(st.sampled_from(YEARS), st.sampled_from(sorted(MONTHS)))


class Numbering(RuleBasedStateMachine):
    """The model: per series a pattern and per year the last number, and each certificate's number for ever."""

    person = None
    series_ids: tuple[int, ...] = ()
    file_id = 0

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(now().replace(year=YEARS[0], month=12, day=14), tick=False)
        self.clock.start()

    def teardown(self):
        db.session.rollback()
        self.clock.stop()

    @initialize()
    def begin(self):
        db.session.rollback()
        for model in (Certificate, CertificateCounter):
            db.session.execute(delete(model))
        for at, series_id in enumerate(self.series_ids):
            row = db.session.get_one(CertificateSeries, series_id)
            row.pattern, row.unit_code = PATTERNS[0], UNITS[at]
        db.session.commit()
        self.pattern = [PATTERNS[0], PATTERNS[0]]
        self.last: dict[tuple[int, int], int] = {}
        self.given: dict[str, tuple[int, int, int, str]] = {}
        self.status: dict[str, CertificateStatus] = {}
        self.sources = 0

    # What the model expects

    def number(self, at, year, month, sequence):
        filled = self.pattern[at].replace("{urut}", str(sequence)).replace("{unit}", UNITS[at])
        return filled.replace("{bulan}", MONTHS[month]).replace("{tahun}", str(year))

    def next(self, at, year, month):
        sequence = self.last.get((at, year), 0) + 1
        return sequence, self.number(at, year, month, sequence)

    def is_taken(self, number):
        return number in {given[3] for given in self.given.values()}

    def give(self, source, at, year, month):
        sequence, number = self.next(at, year, month)
        if self.is_taken(number):
            return False
        self.last[at, year] = sequence
        self.given[source], self.status[source] = (at, year, sequence, number), CertificateStatus.VALID
        return True

    # What officers and batches do

    def issue(self, source, at, year, month):
        what = replace(make_issue(self.person, issued_on=date(year, month, 14)), series_id=self.series_ids[at])
        return services.issue(replace(what, source_key=source), by=SYSTEM)

    @rule(at=which, day=when, count=st.integers(1, 4))
    def award(self, at, day, count):
        for _ in range(count):
            self.award_one(at, day)

    def award_one(self, at, day):
        self.sources += 1
        source = f"source:{self.sources}"
        if self.give(source, at, *day):
            assert self.issue(source, at, *day).number == self.given[source][3]
            db.session.commit()
        else:
            with pytest.raises(NumberTaken):
                self.issue(source, at, *day)
            db.session.rollback()

    @rule(at=which, day=when)
    def award_and_break_off(self, at, day):
        """A transaction that is lost takes its number with it."""
        try:
            self.issue("lost", at, *day)
            db.session.flush()
        except NumberTaken:
            assert self.is_taken(self.next(at, *day)[1])
        db.session.rollback()

    @rule(data=st.data(), at=which, day=when)
    def award_again(self, data, at, day):
        """The same source asks again, by whatever series and on whatever day: it has its certificate already."""
        if not self.given:
            return
        source = data.draw(st.sampled_from(sorted(self.given)))
        assert self.issue(source, at, *day).number == self.given[source][3]
        db.session.commit()

    @rule(data=st.data())
    def replace(self, data):
        valid = [one for one, status in self.status.items() if status == CertificateStatus.VALID]
        if not valid:
            return
        old = data.draw(st.sampled_from(sorted(valid)))
        row = self.row(old)
        row.file_id = self.file_id
        db.session.flush()
        source = replacing.group_key(row.id)
        known = source in self.given
        may = known or self.give(source, self.given[old][0], now().year, now().month)
        correction = Correction("Budi Pratama", "Analis", "BKPSDM", "Nama keliru.")
        try:
            new, _job = replacing.replace_with(row, correction, by=SYSTEM)
        except NumberTaken:
            assert not may
            db.session.rollback()
        else:
            assert may
            assert new.number == self.given[source][3]
            db.session.commit()

    @rule(data=st.data(), count=st.integers(1, 3))
    def recall(self, data, count):
        """Withdrawn numbers stay given."""
        if not self.given:
            return
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.given)), min_size=1, max_size=count, unique=True))
        may = any(self.status[one] == CertificateStatus.VALID for one in chosen)
        try:
            recalls.recall([self.row(one).id for one in chosen], "Keliru data.", by=SYSTEM)
        except RuleBroken:
            assert not may
            db.session.rollback()
        else:
            assert may
            db.session.commit()
            self.status |= dict.fromkeys(chosen, CertificateStatus.REVOKED)

    @rule(at=which, pattern=st.sampled_from(PATTERNS))
    def change_the_pattern(self, at, pattern):
        before, self.pattern[at] = self.pattern[at], pattern
        may = not self.is_taken(self.next(at, now().year, now().month)[1])
        if not self.save(at, pattern, UNITS[at], may=may):
            self.pattern[at] = before

    @rule(at=which)
    def take_the_other_ones_sign(self, at):
        """With one sign both would count the same numbers, unless their patterns keep them apart."""
        kept_apart = self.pattern[0] != self.pattern[1] and PATTERNS[2] in self.pattern
        if not kept_apart:
            assert not self.save(at, self.pattern[at], UNITS[1 - at], may=False)

    def save(self, at, pattern, unit_code, *, may):
        row = db.session.get_one(CertificateSeries, self.series_ids[at])
        kept = {name: getattr(row, name) for name in SeriesFacts.__dataclass_fields__}
        facts = SeriesFacts(**kept | {"pattern": pattern, "unit_code": unit_code})
        try:
            series.change(row, facts, version=row.version, by=SYSTEM)
        except WrongField:
            assert not may
            db.session.rollback()
            return False
        assert may
        db.session.commit()
        return True

    @rule()
    def let_a_year_pass(self):
        if now().year == YEARS[0]:
            self.clock.stop()
            self.clock = time_machine.travel(now().replace(year=YEARS[1], month=3, day=14), tick=False)
            self.clock.start()

    def row(self, source):
        return db.session.execute(select(Certificate).where(Certificate.source_key == source)).scalar_one()

    # What must hold after every step

    @invariant()
    def the_database_agrees_with_the_model(self):
        if not hasattr(self, "given"):
            return
        rows = db.session.execute(
            select(
                Certificate.source_key,
                Certificate.series_id,
                Certificate.year,
                Certificate.sequence,
                Certificate.number,
                Certificate.status,
            )
        ).all()
        there = {row[0]: (self.series_ids.index(row.series_id), row.year, row.sequence, row.number) for row in rows}
        assert there == self.given
        assert {row[0]: CertificateStatus(row.status) for row in rows} == self.status
        assert len({row.number for row in rows}) == len(rows), "no number is given twice"
        for at, year in {(given[0], given[1]) for given in self.given.values()}:
            sequences = sorted(one[2] for one in self.given.values() if one[:2] == (at, year))
            assert sequences == list(range(1, self.last[at, year] + 1)), "no number is missing"


@pytest.fixture
def machine(budi):
    content = b"%PDF-1.7 nothing more"
    file = store.keep(content, storage_key=store.put(content), name="lama.pdf", media_type="application/pdf")
    ids = tuple(make_series(f"Dinas {unit}").id for unit in UNITS)
    db.session.commit()
    return type("Numbering", (Numbering,), {"person": budi, "series_ids": ids, "file_id": file.id})


def test_numbers_are_gapless_and_never_given_twice_whatever_happens(machine):
    run_state_machine_as_test(machine, settings=examples(8, stateful_step_count=25))
