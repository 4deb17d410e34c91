"""The gender of people whose names do not tell it, learnt from the pronouns that can mean nobody else."""

from __future__ import annotations

from claims.extract.phrasing.mentions import Mentioned, pronouns_of

_SHOWS = {"he": "he", "him": "he", "his": "he", "himself": "he"} | dict.fromkeys(
    ("she", "her", "hers", "herself"), "she"
)
_NEAR = 6  # mentions of people back


def learn_genders(mentioned: Mentioned) -> None:
    """Let pronouns tell the gender of people whose names do not, where nobody else may be meant."""
    votes: dict[int, dict[str, int]] = {}
    people = [m for m in mentioned.mentions if m.entity.sort == "person"]
    at = 0
    for token in pronouns_of(mentioned.doc):
        while at < len(people) and people[at].token < token.i:
            at += 1
        shown = _SHOWS.get(token.lower_)
        if shown is None or at == 0:
            continue
        here, reach = mentioned.sentence[token.i], 1 if token.dep_ == "nsubj" else 0
        near = [m.entity for m in people[max(0, at - _NEAR) : at] if here - m.sentence <= reach]
        meant = {id(entity) for entity in near if entity.pronoun in ("", shown)}
        if len(meant) == 1:
            votes.setdefault(meant.pop(), {"he": 0, "she": 0})[shown] += 1
    for entity in {id(m.entity): m.entity for m in people}.values():
        tally = votes.get(id(entity), {"he": 0, "she": 0})
        if not entity.pronoun and max(tally.values()) > 2 * min(tally.values()):
            entity.pronoun = max(tally, key=lambda pronoun: tally[pronoun])
