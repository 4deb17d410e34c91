"""Which texts are one, from the likeness of pairs and what people say of pairs. Pure.

A person's word comes first; then pairs join from the most alike down, except where that would bring
together two that a person has set apart (Klein, Kamvar and Manning 2002: cannot-link constraints).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Pair = tuple[Node, Node]


class Groups:
    """Nodes that are joined two by two, and pairs that must not come together."""

    def __init__(self, apart: Iterable[Pair[Node]] = ()) -> None:
        self._up: dict[Hashable, Hashable] = {}
        self._foes: dict[Hashable, set[Hashable]] = {}
        for one, other in apart:
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)

    def of(self, node: Hashable) -> Hashable:
        """Return the node that stands for the group of `node`."""
        root = node
        while self._up.get(root, root) != root:
            root = self._up[root]
        while self._up.get(node, node) != root:
            self._up[node], node = root, self._up[node]
        return root

    def join(self, one: Hashable, other: Hashable) -> bool:
        """Join the groups of two nodes; returns False, and joins nothing, when they must stay apart."""
        mine, yours = self.of(one), self.of(other)
        if mine == yours:
            return True
        foes = self._foes.get(mine, set())
        if any(self.of(foe) == yours for foe in foes):
            return False
        self._up[yours] = mine
        merged = foes | self._foes.get(yours, set())
        if merged:
            self._foes[mine] = merged
        return True


def grouped(
    nodes: Iterable[Node],
    alike: Iterable[tuple[float, Node, Node]],
    *,
    same: Iterable[Pair[Node]] = (),
    apart: Iterable[Pair[Node]] = (),
) -> list[set[Node]]:
    """Return the groups of two and more among `nodes`; `alike` holds (how much, one, other)."""
    groups = Groups(apart)
    for one, other in same:
        groups.join(one, other)
    for _, one, other in sorted(alike, key=lambda edge: (-edge[0], str(edge[1]), str(edge[2]))):
        groups.join(one, other)
    found: dict[Hashable, set[Node]] = {}
    for node in nodes:
        found.setdefault(groups.of(node), set()).add(node)
    return [group for group in found.values() if len(group) > 1]
