"""A claim as a filled form: as it stands, and as it was at an earlier version, by the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from claims.models import AuditEntry, Claim, Source
from claims.models.source import SourceKind

from .chains import chain_data
from .edits import figure_data
from .merging import FIGURE, LINKS

BACK = 50  # changes of a claim that are followed back


def as_saved(claim: Claim, place: str = "") -> dict[str, str]:
    """Return the claim as the edit form would send it unchanged, with the chain of the place with that id."""
    stands = claim.appearances.filter(pk=place).first() if place else None
    own = claim.source is None or claim.source.kind == SourceKind.OUTLET
    return _form(
        {
            "statement": claim.statement,
            "source": None if own or claim.source is None else {"id": claim.source_id, "name": claim.source},
            "event_from": claim.event_from,
            "event_to": claim.event_to,
            "place": claim.place,
            "quantities": [figure_data(row) for row in claim.quantities.all()],
            **({"chain": chain_data(stands)} if stands else {}),
        },
        kind="" if own or claim.source is None else claim.source.kind,
    )


def as_it_was(claim: Claim, version: int, place: str = "") -> dict[str, str] | None:
    """Return the claim as the form showed it at `version`; None when the record does not lead back there.

    Every change of a claim is one entry with what stood before, and counts its version up by one.
    """
    steps = claim.version - version
    if version < 1 or not 0 < steps <= BACK:
        return None
    entries = AuditEntry.objects.filter(subject_type="claim", subject_id=claim.pk, claim=claim).order_by(
        "-id"
    )
    changes = list(
        entries.exclude(action__in=("claim.extract", "claim.add", "claim.by_hand", "claim.part"))[:steps]
    )
    if len(changes) < steps:
        return None
    found, voices = as_saved(claim, place), _own_voices(changes)
    for entry in changes:
        known = {name: value for name, value in entry.before.items() if name in _MAKERS}
        if known.get("source") and str(known["source"]["id"]) in voices:
            known["source"] = None
        if known.get("chain") and known["chain"]["place"] != place:
            del known["chain"]
        found |= _form(known)
    return found


def _own_voices(entries: Iterable[AuditEntry]) -> set[str]:
    """Return the ids of the sources in `entries` that are outlets: the form shows none for an own voice."""
    ids = {entry.before["source"]["id"] for entry in entries if entry.before.get("source")}
    rows = Source.objects.filter(pk__in=ids, kind=SourceKind.OUTLET) if ids else Source.objects.none()
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _form(values: Mapping[str, Any], kind: str = "") -> dict[str, str]:
    """Return the inputs of the fields in `values` alone."""
    found: dict[str, str] = {}
    for name, value in values.items():
        found |= _MAKERS[name](value)
    if kind:
        found["source_kind"] = kind
    return found


def _source(value: Any) -> dict[str, str]:
    value = value or {"id": "", "name": ""}
    return {"source_name": str(value["name"]), "source_id": str(value["id"])}


def _figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found = {f"{name}_{row}": "" for row in range(6) for name in FIGURE}
    for at, row in enumerate(rows):
        low, high = str(row["low"]), str(row["high"])
        found |= {
            f"value_{at}": low if low == high else f"{low}–{high}",
            f"unit_{at}": row["unit"],
            f"qualifier_{at}": row["qualifier"],
            f"words_{at}": row["text"],
            f"object_{at}": row["object"],
            f"measure_{at}": row["measure"],
            f"preliminary_{at}": "yes" if row["preliminary"] else "",
        }
    return found


def _chain(value: Mapping[str, Any]) -> dict[str, str]:
    found = {"chain_of": str(value["place"])}
    found |= {f"{name}_{row}": "" for row in range(LINKS) for name in ("link", "role")}
    for at, (name, role) in enumerate(value["links"]):
        found |= {f"link_{at}": name, f"role_{at}": role}
    return found


def _line(name: str) -> Any:
    return lambda value: {name: "" if value is None else str(value)}


_MAKERS: dict[str, Any] = {
    "statement": _line("statement"),
    "source": _source,
    "event_from": _line("event_from"),
    "event_to": _line("event_to"),
    "place": _line("place"),
    "quantities": lambda rows: _figures(rows or []),
    "chain": _chain,
}
