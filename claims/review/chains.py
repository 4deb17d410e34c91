"""The chain of attribution of a claim: the names between outlet and source, as people correct them.

A claim has a chain in each of its places, for each article has its words from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, When

from claims.models import Appearance, Claim, LinkRole

from .decisions import CannotDecide
from .merging import LINKS

LONGEST = 200  # characters of a name

Links = tuple[tuple[str, str], ...]
"""The names between outlet and source, nearest to the outlet first, each with its role."""


@dataclass(frozen=True)
class Chain:
    """The links of a claim in one of its places, as a person wants them: name and role."""

    place: UUID
    links: Links


def read_links(data: Mapping[str, str]) -> tuple[Links, dict[int, str]]:
    """Read the rows link_0, role_0 ...; returns the links that have a name, and what is wrong by row."""
    links, problems = [], {}
    for row in range(LINKS):
        name = " ".join(data.get(f"link_{row}", "").replace("\0", "").split())
        role = data.get(f"role_{row}", "")
        if len(name) > LONGEST:
            problems[row] = f"A name has at most {LONGEST} characters."
        elif name:
            links.append((name, role if role in LinkRole.values else str(LinkRole.VIA)))
    return tuple(links), problems


def link_rows(place: Appearance | None, data: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the rows of the form: typed if it was sent, else stored. `shown`: filled ones, and a blank."""
    if data is not None and "link_0" in data:
        problems = read_links(data)[1]
        typed = (
            (data.get(f"link_{n}", ""), data.get(f"role_{n}", ""), problems.get(n, "")) for n in range(LINKS)
        )
        rows = [_row(*row) for row in typed]
    else:
        rows = [_row(name, role) for name, role in (place.links if place else [])]
    rows = [row for row in rows if row["name"].strip()]
    filled = len(rows)
    rows += [_row("", LinkRole.VIA)] * max(0, LINKS - filled)
    return [{**row, "shown": at <= filled} for at, row in enumerate(rows)]


def _row(name: str, role: str, error: str = "") -> dict[str, Any]:
    return {"name": name, "role": role, "error": error}


def place_shown(claim: Claim, article: UUID | None) -> Appearance | None:
    """Return the place whose card is shown beside the text of `article`, else beside the latest text."""
    rows = claim.appearances.order_by(
        Case(When(version__article=article, then=0), default=1),
        "-version__captured_at",
        "-version__number",
        "start",
        "end",
    )
    return rows.first()


def chain_data(place: Appearance) -> dict[str, Any]:
    """Return the chain of a place as the record keeps it; `text` is for people to read."""
    links = [[name, str(role)] for name, role in place.links]
    return {"place": str(place.pk), "links": links, "text": in_words(links)}


def in_words(links: Sequence[Sequence[str]]) -> str:
    """Return links as people read them: "AP (agency) > A. Person (spokesperson)"."""
    return (
        " > ".join(name if role == LinkRole.VIA else f"{name} ({role})" for name, role in links) or "no link"
    )


def chain_set(claim: Claim, chain: Chain) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Write the links of a place of the locked `claim`; returns what stood before and what stands now.

    None when nothing changes. Raises CannotDecide when the place is not the claim's any more.
    """
    place = claim.appearances.filter(pk=chain.place).first()
    if place is None:
        raise CannotDecide("This claim no longer stands where you saw it. Open it again.")
    if [(name, str(role)) for name, role in place.links] == list(chain.links):
        return None
    before = chain_data(place)
    place.via = [name for name, _ in chain.links]
    place.via_roles = [role for _, role in chain.links]
    place.save(update_fields=["via", "via_roles"])
    return {"chain": before}, {"chain": chain_data(place)}


def chain_restored(claim: Claim, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Write back a chain as the record keeps it; returns it as it stands now, with what stood before."""
    links = tuple((name, role) for name, role in stored["links"])
    changed = chain_set(claim, Chain(UUID(stored["place"]), links))
    return changed[0]["chain"] if changed else dict(stored)
