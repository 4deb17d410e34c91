"""Checks of settings that hang together, made at every start: a wrong one stops it with a sentence."""

from __future__ import annotations

from claims.extract.second_opinion.address import BadAddress, check_key, read_address

from . import env

LONGEST_MODEL = 120  # characters of a name; the column that keeps it


def second_opinion(url: str, model: str, key: str) -> None:
    """Raise env.BadSetting when a second opinion is asked for (`url`) and cannot be had as it is set up."""
    if not url:
        return
    try:
        address = read_address(url)
    except BadAddress as error:
        raise env.BadSetting(f"SECOND_OPINION_URL {error} (http://localhost:11434/v1, say)") from error
    if not model or len(model) > LONGEST_MODEL or not model.isprintable():
        raise env.BadSetting(
            "SECOND_OPINION_MODEL must name the model to ask at SECOND_OPINION_URL (or leave that empty)"
        )
    try:
        check_key(address, key)
    except BadAddress as error:
        raise env.BadSetting(f"SECOND_OPINION_KEY {error}") from None  # the cause could hold the key
