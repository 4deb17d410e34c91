"""Why a service of this room refuses."""

from __future__ import annotations


class CannotDecide(Exception):
    """What was asked makes no sense now; the message says why and what to do."""
