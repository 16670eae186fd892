"""What the posts of a plan's owner ask, the present one and the one they aim at, beside what was measured."""

from dataclasses import dataclass
from datetime import date

from app.competency import queries as competency
from app.competency.queries import next_posts
from app.organisation import queries as organisation


@dataclass(frozen=True)
class Asked:
    """A competency: the level measured last (0: none yet), and what the present and the next post ask (0: nothing)."""

    competency_id: int
    name: str
    measured: int
    required: int
    required_next: int = 0

    @property
    def gap(self) -> int:
        return max(0, self.required - self.measured)

    @property
    def next_gap(self) -> int:
        return max(0, self.required_next - self.measured)


def asked(employee_id: int, day: date) -> dict[int, Asked]:
    """By competency, in the dictionary's order; competencies only the next post asks stand last."""
    person = organisation.person(employee_id, day)
    present = competency.levels_needed(employee_id, person.position_id, person.tier, day)
    aim = next_posts.of(employee_id, day)
    following = competency.levels_needed(employee_id, aim.position_id, aim.tier, day) if aim else []
    nexts = {one.competency_id: one.required for one in following}
    found = {
        one.competency_id: Asked(
            one.competency_id, one.name, one.measured, one.required, nexts.get(one.competency_id, 0)
        )
        for one in present
    }
    for one in following:
        if one.competency_id not in found:
            found[one.competency_id] = Asked(one.competency_id, one.name, one.measured, 0, one.required)
    return found
