"""The tree of groups a wave is told by: everybody, the units above groups, and groups. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.base.suppression import hidden_in_tree
from app.surveys.models import NodeKind


@dataclass(frozen=True)
class Group:
    """People answers are kept by."""

    id: int
    path: str
    name: str
    targeted: int


@dataclass(frozen=True)
class Node:
    """``groups`` are places in the list of groups; ``parent`` is the place of the node above, which stands before."""

    kind: NodeKind
    path: str
    parent: int | None
    level: int
    groups: tuple[int, ...]

    @property
    def unit_id(self) -> int | None:
        last = self.path.strip("/").rpartition("/")[2]
        return int(last) if last else None


def nodes(groups: Sequence[Group]) -> list[Node]:
    """From the top down. A unit above groups is a node where branches meet; a chain without branches is one node."""
    if not groups:
        return []
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for path in _above(group.path):
            members.setdefault(path, []).append(place)
    own = {group.path: place for place, group in enumerate(groups)}
    kept = _kept(members, own)
    top = kept[0]
    found: list[Node] = []
    places: dict[str, int] = {}
    for path in kept:
        parent = next((places[one] for one in reversed(_above(path)[:-1]) if one in places), None)
        level = 0 if parent is None else found[parent].level + 1
        kind = NodeKind.WHOLE if path == top else NodeKind.UNIT
        places[path] = len(found)
        found.append(Node(kind, path, parent, level, tuple(members[path])))
        if path in own and len(members[path]) > 1:
            found.append(Node(NodeKind.OWN, path, places[path], level + 1, (own[path],)))
    return found


def _above(path: str) -> list[str]:
    """A path and those above it, from the top: / and /1/ and /1/5/."""
    parts = path.strip("/").split("/")
    return ["/", *("/" + "/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1) if parts[0])]


def _kept(members: Mapping[str, Sequence[int]], own: Mapping[str, int]) -> list[str]:
    """Groups' paths and those where branches meet, each the deepest that holds its people; in the order of the tree."""
    deepest: dict[tuple[int, ...], str] = {}
    for path, places in members.items():
        key = tuple(places)
        if len(path) > len(deepest.get(key, "")):
            deepest[key] = path
    return sorted(set(deepest.values()) | set(own), key=lambda path: [int(one) for one in path.split("/") if one])


@dataclass(frozen=True)
class Shape:
    """The tree with what it takes to decide what is told: which groups nobody answered in."""

    nodes: Sequence[Node]
    empty: frozenset[int]

    @classmethod
    def of(cls, found: Sequence[Node], done: Sequence[int]) -> "Shape":
        """``done`` counts answers by group."""
        return cls(found, frozenset(place for place, count in enumerate(done) if count == 0))

    @property
    def leaves(self) -> dict[int, int]:
        """For each node without nodes below it, its group."""
        parents = {node.parent for node in self.nodes}
        return {place: node.groups[0] for place, node in enumerate(self.nodes) if place not in parents}

    def hidden(self, counts: Sequence[int], *, minimum: int, forced: frozenset[int] = frozenset()) -> frozenset[int]:
        """The places of nodes at which a subject with so many answers by group may not be told."""
        leaves = self.leaves
        return hidden_in_tree(
            [node.parent for node in self.nodes],
            {place: int(counts[group]) for place, group in leaves.items()},
            minimum=minimum,
            forced=forced,
            empty={place for place, group in leaves.items() if group in self.empty},
        )

    def all_but_the_top(self) -> frozenset[int]:
        return frozenset(range(1, len(self.nodes)))
