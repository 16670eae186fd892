"""How fast pages are, as ratios to hello world on the same server in the same run; and enrolling, to one commit.

    python bench/pages.py [--quick] [--database sqlite|postgresql|both]

Every round asks for hello world before and after each page, and for one durable row before and after the
enrolments; the figure is the median over the rounds of the ratio within a round. ``ratios`` compare requests per
second, the light client's share included; ``cpu_ratios`` compare the server's CPU time alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, repeat
from typing import Any

from support.crowd import Crowd, Tally, Visit, get, post
from support.durable import rows
from support.figures import arguments, cpu_seconds, family, finish, middle, percentile, say
from support.probe_routes import HELLO, ROW
from support.server import WORKERS, Server
from support.town import Guest, Town, raised

from app.base.database import db

AIMS = {"home": 0.25, "catalogue": 0.25, "batch": 0.25, "enrol": 0.4}
# One person at a bench asks for the catalogue more often than anybody may; the brake still counts, it does not stop.
SETTINGS = {"LIMIT_SEARCH": "100000/second"}


@dataclass(frozen=True)
class Plan:
    employees: int
    rounds: int
    seconds: float
    connections: int = 16
    enrolling: int = 4_000


FULL = Plan(employees=20_000, rounds=9, seconds=1.5)
QUICK = Plan(employees=400, rounds=3, seconds=0.3, enrolling=360)


@dataclass
class Target:
    """Something that is asked for: one stream of visits per connection."""

    name: str
    visits: list[Iterator[Visit]]
    tallies: list[Tally] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)
    early_errors: int = 0

    def figures(self) -> dict[str, float]:
        milliseconds = [one for tally in self.tallies for one in tally.milliseconds]
        return {
            "per_second": middle([tally.per_second for tally in self.tallies], 1),
            "p50_ms": round(percentile(milliseconds, 50), 2),
            "p95_ms": round(percentile(milliseconds, 95), 2),
            "cpu_ms": middle(self.cpu),
            "database_cpu_ms": middle(self.database_cpu),
            "client_cpu_ms": middle([tally.client_seconds * 1000 / tally.served for tally in self.tallies]),
            "requests": sum(tally.served for tally in self.tallies),
            "errors": self.early_errors + sum(tally.errors for tally in self.tallies),
        }


class Bench:
    def __init__(self, town: Town, plan: Plan) -> None:
        self._town, self._plan = town, plan
        self._host = town.origin.removeprefix("http://")
        self._readers = town.sign_in(town.draw(plan.connections, salt="readers"))
        newcomers = town.sign_in(town.draw(min(plan.enrolling, plan.employees), salt="newcomers"))
        self._batch = town.open_batches(1, seats=5_000)[0]
        self._programme = self._any_batch()
        self.targets = {
            "hello": Target("hello", [repeat(get(HELLO, self._host)) for _one in self._readers]),
            "home": self._page("home", "/beranda"),
            "catalogue": self._page("catalogue", "/pelatihan"),
            "batch": self._page("batch", f"/pelatihan/angkatan/{self._programme}"),
            "row": Target("row", [cycle([self._row(one)]) for one in self._readers]),
            "enrol": Target("enrol", self._dealt(newcomers)),
        }
        with town.inside():
            rows.create(db.session.connection())
            db.session.commit()

    def _any_batch(self) -> int:
        """The batch people look at: the next one of the demo, with its meetings and what it raises."""
        from app.base.clock import now
        from app.training.queries import catalogue

        with self._town.inside():
            found = catalogue.coming_batches(None, catalogue.Filters(), day=now().date(), after=None, limit=20)
        return int(found[-1].id)

    def _page(self, name: str, path: str) -> Target:
        return Target(name, [repeat(get(path, self._host, one.cookie)) for one in self._readers])

    def _row(self, one: Guest) -> Visit:
        return post(ROW, self._host, one.cookie, {"csrf_token": one.token, "text": "satu baris"}, expect=200)

    def _dealt(self, newcomers: list[Guest]) -> list[Iterator[Visit]]:
        """Newcomers dealt to the connections; each enrols once."""
        path = f"/pelatihan/angkatan/{self._batch}/pendaftaran"
        enrol = [post(path, self._host, one.cookie, {"csrf_token": one.token}, expect=303) for one in newcomers]
        return [iter(enrol[index :: self._plan.connections]) for index in range(self._plan.connections)]

    def measure(self) -> dict[str, Any]:
        with Server(self._town, probes=True) as server:
            crowd = Crowd(self._town.port, self._plan.connections)
            try:
                self._warm(crowd)
                ratios, cpu_ratios = self._rounds(partial(self._run, crowd, server))
            finally:
                crowd.close()
        return {
            "ratios": {name: middle(found) for name, found in ratios.items()},
            "cpu_ratios": {name: middle(found) for name, found in cpu_ratios.items()},
            "targets": {name: target.figures() for name, target in self.targets.items()},
            "employees": self._town.employees(),
        }

    def _warm(self, crowd: Crowd) -> None:
        """Cold workers answer too, so their errors count; their times do not."""
        for name, target in self.targets.items():
            if name != "enrol":
                target.early_errors += crowd.run(target.visits, self._plan.seconds).errors

    def _rounds(self, run: Any) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        ratios: dict[str, list[float]] = {name: [] for name in AIMS}
        cpu_ratios: dict[str, list[float]] = {name: [] for name in AIMS}
        order = (("hello", ("home", "catalogue", "batch")), ("row", ("enrol",)))
        for _round in range(self._plan.rounds):
            for base, names in order:
                before = run(base)
                for name in names:
                    found = run(name)
                    after = run(base)
                    if found.served > self._plan.connections:
                        ratios[name].append(2 * found.rate / (before.rate + after.rate))
                        cpu_ratios[name].append((before.cpu + after.cpu) / (2 * found.cpu))
                    before = after
        return ratios, cpu_ratios

    def _run(self, crowd: Crowd, server: Server, name: str) -> "Ran":
        target = self.targets[name]
        databases = self._database_processes()
        cpu, database_cpu = server.cpu_seconds(), cpu_seconds(databases)
        tally = crowd.run(target.visits, self._plan.seconds)
        served = max(tally.served, 1)
        spent = (server.cpu_seconds() - cpu) * 1000 / served
        database_spent = (cpu_seconds(databases) - database_cpu) * 1000 / served
        if tally.served > self._plan.connections:
            target.tallies.append(tally)
            target.cpu.append(spent)
            target.database_cpu.append(database_spent)
        for fault in tally.faults[:1]:
            say(f"  {name}: {fault!r}")
        return Ran(tally.served, tally.per_second, spent)

    def _database_processes(self) -> list[int]:
        pid = self._town.postmaster
        return family(pid) if pid else []


@dataclass(frozen=True)
class Ran:
    served: int
    rate: float
    cpu: float


def main() -> None:
    given = arguments(__doc__ or "")
    plan = QUICK if given.quick else FULL
    found = {}
    for database in given.databases:
        say(f"{database}: loading {plan.employees} employees")
        with raised(database, plan.employees, **SETTINGS) as town:
            found[database] = Bench(town, plan).measure()
        for name, ratio in found[database]["ratios"].items():
            figures = found[database]["targets"][name]
            say(f"  {name:10} {figures['per_second']:8.1f}/s  p95 {figures['p95_ms']:7.2f} ms  ratio {ratio}")
    errors = sum(target["errors"] for one in found.values() for target in one["targets"].values())
    first = next(iter(found.values()))
    finish(
        "pages",
        {
            "workers": WORKERS,
            "connections": plan.connections,
            "rounds": plan.rounds,
            "seconds": plan.seconds,
            "aims": AIMS,
            "ratios": first["ratios"],
            "errors": errors,
            "databases": found,
        },
        quick=given.quick,
        holds=errors == 0,
    )


if __name__ == "__main__":
    main()
