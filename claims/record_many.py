"""The freshness of many claims in one statement, each with its own entry: the set-based side of record.py."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims import record, states
from claims.models import User

# The claims are taken in the order in which everybody takes them, and their chains grow in that order.
_FRESHENED = """
WITH wanted AS (
    SELECT * FROM unnest(%(claims)s::uuid[], %(states)s::text[], %(causes)s::text[]) AS w(id, state, cause)
), old AS (
    SELECT c.id, c.desk_id, c.freshness, c.freshness_cause, w.state, w.cause
    FROM claims_claim c JOIN wanted w ON w.id = c.id ORDER BY c.id FOR UPDATE OF c
), done AS (
    UPDATE claims_claim c SET freshness = old.state, freshness_cause = old.cause, version = c.version + 1,
        changed_at = %(at)s, changed_by_id = %(actor)s
    FROM old WHERE c.id = old.id RETURNING old.*
)
INSERT INTO claims_auditentry (at, desk_id, actor_id, action, subject_type, subject_id, claim_id, before,
    after, note)
SELECT %(at)s, desk_id, %(actor)s, %(action)s, 'claim', id, id,
    jsonb_build_object('freshness', freshness, 'freshness_cause', freshness_cause),
    jsonb_build_object('freshness', state, 'freshness_cause', cause) || %(after)s::jsonb, %(note)s
FROM done ORDER BY id
"""


def freshened(
    rows: Sequence[tuple[uuid.UUID, states.Freshness, str]],
    *,
    actor: User | None,
    action: str,
    note: str = "",
    after: dict[str, Any] | None = None,
) -> None:
    """Set freshness and cause of many claims, each with its own entry, in one statement.

    The database guards the moves as it does for one claim. `after` is what every entry says beside them.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("marks are written inside a transaction only")
    if not rows:
        return
    asked: dict[str, Any] = {
        "claims": [claim for claim, _, _ in rows],
        "states": [str(state) for _, state, _ in rows],
        "causes": [cause for _, _, cause in rows],
        "at": timezone.now(),
        "actor": actor.pk if actor else None,
        "action": action,
        "note": note,
        "after": json.dumps(record.plain(after or {})),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FRESHENED, asked)
