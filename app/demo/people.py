"""Who holds which post. People are drawn by the seed alone: the same seed gives the same people on any day."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import app.organisation
from app.demo import cast, names, structure
from app.demo.cast import Player
from app.demo.governments import BUNGO, Realm
from app.demo.names import Registry
from app.demo.structure import Builder, Post, Structure
from app.organisation.models import EmployeeKind, PlacementKind, PositionTier

_TIER = PositionTier
STAFF_OF_SMALL = 14
# From this person on come the long names.
FIRST_LONG = 30
PPPK_SHARE = 0.12
CPNS_SHARE = 0.03
# First and last rank of each tier, as such posts usually ask.
_RANKS = {
    _TIER.JPT_MADYA: ("IV/d", "IV/e"),
    _TIER.JPT_PRATAMA: ("IV/b", "IV/c"),
    _TIER.ADMINISTRATOR: ("III/d", "IV/b"),
    _TIER.PENGAWAS: ("III/b", "III/d"),
    _TIER.JF_AHLI_MADYA: ("IV/a", "IV/c"),
    _TIER.JF_AHLI_MUDA: ("III/c", "III/d"),
    _TIER.JF_AHLI_PERTAMA: ("III/a", "III/b"),
    _TIER.JF_PENYELIA: ("III/c", "III/d"),
    _TIER.JF_MAHIR: ("III/a", "III/b"),
    _TIER.JF_TERAMPIL: ("II/c", "II/d"),
}
_PELAKSANA_RANKS = {"s1": ("III/a", "III/b"), "d3": ("II/c", "II/d"), "school": ("II/a", "II/d")}
# PPPK pay grades by education.
_PPPK_RANKS = {"s1": "IX", "nurse": "IX", "pharmacist": "IX", "doctor": "X", "d3": "VII", "midwife": "VII"}
_BIRTH_YEARS = {
    _TIER.JPT_MADYA: (1970,),
    _TIER.JPT_PRATAMA: (1970, 1970, 1980),
    _TIER.ADMINISTRATOR: (1970, 1980, 1980),
    _TIER.PENGAWAS: (1970, 1980, 1980, 1990),
    _TIER.JF_AHLI_MADYA: (1970, 1980),
    _TIER.JF_AHLI_MUDA: (1980, 1980, 1990),
    _TIER.JF_PENYELIA: (1970, 1980),
}
_YOUNG = (1980, 1990, 1990, 1990, 2000)
_ENTRY = (_TIER.PELAKSANA, _TIER.JF_AHLI_PERTAMA, _TIER.JF_TERAMPIL)
_LAST_START = 2024


@dataclass(frozen=True)
class Human:
    id: int
    nip: str
    name: str
    kind: EmployeeKind
    rank: str
    email: str
    post: Post
    since: date


@dataclass(frozen=True)
class StandIn:
    """A Plt or Plh, in days relative to the day of loading."""

    employee_id: int
    post: Post
    kind: PlacementKind
    days: tuple[int, int]


@dataclass
class Population:
    structure: Structure
    humans: list[Human] = field(default_factory=list)
    players: dict[str, Human] = field(default_factory=dict)
    stand_ins: list[StandIn] = field(default_factory=list)

    def superior_of(self, human: Human) -> int | None:
        """Whoever holds the next filled post above."""
        above = human.post.superior
        while above is not None and not above.holders:
            above = above.superior
        return above.holders[0] if above is not None else None


def populate(realm: Realm, size: int, *, seed: int, number: Callable[[str], int], registry: Registry) -> Population:
    """The units, posts and people of a government; ``number`` gives out ids by kind of thing."""
    rng = Random(f"{seed}:people:{realm.slug}")
    built = Builder(realm, number, is_large=size >= structure.LARGE).build()
    population = Population(built)
    seats = structure.seat_players(built, realm, number)
    for one in cast.CAST:
        if one.key in seats:
            population.players[one.key] = _enter(population, _as_human(one, seats[one.key], number, rng))
    for place in _places(realm, built, size - len(seats), number, rng):
        index = len(population.humans) if realm is BUNGO else None
        _enter(population, _draw(place, realm.slug, rng, registry, number=number, index=index))
    population.humans = _with_contracts(population, registry, rng)
    population.stand_ins = _stand_ins(built) if realm is BUNGO else []
    return population


def _enter(population: Population, human: Human) -> Human:
    human.post.holders.append(human.id)
    population.humans.append(human)
    return human


def _as_human(player: Player, post: Post, number: Callable[[str], int], rng: Random) -> Human:
    return Human(number("employee"), player.nip, player.name, player.kind, player.rank, player.email, post, _since(rng))


def _places(realm: Realm, built: Structure, size: int, number: Callable[[str], int], rng: Random) -> list[Post]:
    """A place per person: leading posts first but for the vacant ones, staff for the rest."""
    vacant = _vacant(built) if realm is BUNGO else set()
    leading = [post for post in built.ladder if not post.holders and post.title not in vacant]
    leading = leading[: size - STAFF_OF_SMALL]
    return leading + structure.add_staff_posts(built, size - len(leading), number, rng)


def _vacant(built: Structure) -> set[str]:
    """A few leading posts nobody holds: one agency's head (with a Plt) and three below."""
    titles = {
        "Kepala Badan Perencanaan Pembangunan Daerah",
        "Kepala Bidang Statistik dan Persandian",
        "Kepala Bidang Hubungan Industrial dan Transmigrasi",
        "Camat Limbur Lubuk Mengkuang",
    }
    return titles & {post.title for post in built.ladder}


def _draw(
    post: Post, slug: str, rng: Random, registry: Registry, *, number: Callable[[str], int], index: int | None
) -> Human:
    female = rng.random() < 0.52
    long = names.long_name(index - FIRST_LONG) if index is not None and index >= FIRST_LONG else None
    name = registry.name(rng, female=female, education=post.education)
    if long is not None:
        female = long[1]
        name = names.titled(long[0], rng.choice(names.DEGREES[post.education]))
    birth_year = rng.choice(_BIRTH_YEARS.get(post.tier, _YOUNG))
    start = _start(rng, birth_year, is_head=post.is_head)
    nip = registry.nip(rng, kind=EmployeeKind.PNS, birth_year=birth_year, start=start, female=female)
    email = registry.email(name, slug)
    return Human(number("employee"), nip, name, EmployeeKind.PNS, _rank(rng, post), email, post, _since(rng))


def _start(rng: Random, birth_year: int, *, is_head: bool) -> tuple[int, int]:
    """Year and month somebody became a civil servant, between 19 and 34; who leads began young."""
    latest = birth_year + (26 if is_head else 34)
    return rng.randint(birth_year + 19, min(latest, _LAST_START)), rng.choice((1, 2, 3, 3, 4, 12))


def _since(rng: Random) -> date:
    return date(2021, 1, 4) + timedelta(days=rng.randrange(0, 1400, 7))


def _rank(rng: Random, post: Post) -> str:
    first, last = _RANKS.get(post.tier) or _PELAKSANA_RANKS.get(post.education, ("III/a", "III/b"))
    ladder = _ladder()
    return rng.choice(ladder[ladder.index(first) : ladder.index(last) + 1])


_LADDER: list[str] = []


def _ladder() -> list[str]:
    """The ranks of PNS from the lowest up."""
    if not _LADDER:
        path = Path(app.organisation.__file__).parent / "data" / "ranks.csv"
        with path.open(encoding="utf-8", newline="") as file:
            _LADDER.extend(row["grade_code"] for row in csv.DictReader(file) if row["employee_kind"] == "pns")
    return _LADDER


def _with_contracts(population: Population, registry: Registry, rng: Random) -> list[Human]:
    """Some of those in entry posts work on a contract (PPPK), and a few are in their probation year (CPNS)."""
    humans = population.humans
    players = {one.id for one in population.players.values()}
    open_to = [i for i, one in enumerate(humans) if one.post.tier in _ENTRY and one.id not in players]
    pppk = min(round(len(humans) * PPPK_SHARE), len(open_to))
    cpns = min(max(2, round(len(humans) * CPNS_SHARE)), len(open_to) - pppk)
    chosen = rng.sample(open_to, pppk + cpns)
    kinds = dict.fromkeys(chosen[:pppk], EmployeeKind.PPPK) | dict.fromkeys(chosen[pppk:], EmployeeKind.CPNS)
    return [_on_contract(one, kinds[i], registry, rng) if i in kinds else one for i, one in enumerate(humans)]


def _on_contract(human: Human, kind: EmployeeKind, registry: Registry, rng: Random) -> Human:
    is_pppk = kind is EmployeeKind.PPPK
    birth_year = rng.choice((1980, 1990, 1990) if is_pppk else (1990, 2000))
    start = (rng.randint(2021, _LAST_START), 0) if is_pppk else (2025, rng.choice((5, 6)))
    nip = registry.nip(rng, kind=kind, birth_year=birth_year, start=start, female=human.nip[14] == "2")
    rank = human.rank
    if is_pppk:
        rank = _PPPK_RANKS.get(human.post.education, "V")
    elif human.post.tier is PositionTier.PELAKSANA:
        rank = _PELAKSANA_RANKS.get(human.post.education, ("III/a",))[0]
    return Human(human.id, nip, human.name, kind, rank, human.email, human.post, human.since)


def _stand_ins(built: Structure) -> list[StandIn]:
    """A Plt on the agency without a head, and a Plh for two camat who are away."""
    found = []
    for title, deputy, kind, days in (
        ("Kepala Badan Perencanaan Pembangunan Daerah", "Sekretaris", PlacementKind.PLT, (-60, 120)),
        ("Camat Jujuhan", "Sekretaris Camat", PlacementKind.PLH, (-2, 12)),
        ("Camat Bathin III", "Sekretaris Camat", PlacementKind.PLH, (-5, 5)),
    ):
        post = next(one for one in built.ladder if one.title == title)
        below = next(one for one in built.ladder if one.superior is post and one.title == deputy)
        if below.holders:
            found.append(StandIn(below.holders[0], post, kind, days))
    return found
