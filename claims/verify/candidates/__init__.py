"""Which claims are worth comparing: found by index, never by walking over the desk's claims."""

from .finding import Candidate, candidate_ids, candidates_of, found_for
from .loading import Beside, beside
from .seen import Seen, first_places, open_to_matching
from .told import figures_of, told_of, voice_of

__all__ = [
    "Beside",
    "Candidate",
    "Seen",
    "beside",
    "candidate_ids",
    "candidates_of",
    "figures_of",
    "first_places",
    "found_for",
    "open_to_matching",
    "told_of",
    "voice_of",
]
