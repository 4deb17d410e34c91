"""What people do in the review room, behind one import.

Each service is keyword-only, takes a claim that the caller holds locked, guards, writes and puts it on
record in the caller's transaction. A stale version raises record.Conflict, nonsense raises CannotDecide.
"""

from __future__ import annotations

from .article_rest import claims_accept, claims_offer, claims_reopen
from .by_hand import claim_add
from .claim_merging import claim_merge
from .decisions import (
    CannotDecide,
    claim_accept,
    claim_offer,
    claim_reject,
    claim_second_opinion,
)
from .edits import Edit, Figure, claim_edit, claim_source_use
from .leases import claim_take_over
from .queue import claim_lease_next
from .source_merging import source_merge, source_part
from .sourcing import alias_add, source_choose, source_edit
from .splits import Part, claim_split
from .undo import claim_undo

__all__ = [
    "CannotDecide",
    "Edit",
    "Figure",
    "Part",
    "alias_add",
    "claim_accept",
    "claim_add",
    "claim_edit",
    "claim_lease_next",
    "claim_merge",
    "claim_offer",
    "claim_reject",
    "claim_second_opinion",
    "claim_source_use",
    "claim_split",
    "claim_take_over",
    "claim_undo",
    "claims_accept",
    "claims_offer",
    "claims_reopen",
    "source_choose",
    "source_edit",
    "source_merge",
    "source_part",
]
