"""Which claims are worth comparing: found by index, never by walking over the desk's claims."""

from .finding import Candidate, candidate_ids, candidates_of
from .seen import Seen, first_places, open_to_matching, seen
from .told import figures_of, told_of, voice_of

__all__ = [
    "Candidate",
    "Seen",
    "candidate_ids",
    "candidates_of",
    "figures_of",
    "first_places",
    "open_to_matching",
    "seen",
    "told_of",
    "voice_of",
]
