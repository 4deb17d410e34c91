"""Whether a second claim comes from a second origin: whose voice it is, which authority, which side. Pure.

Independence is never taken for granted. It is shown when both claims name who speaks, the two share neither
name, office, company nor country's authorities, and neither is an outlet that names no source. Who speaks for
an authority or a firm that is not told may speak for any. A toll is an authority's, whoever tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .meaning.names import names_of, spelling
from .meaning.read import spoken
from .meaning.roles import is_running
from .meaning.ties import OF_FIRMS
from .meaning.told import Told, Voice
from .meaning.voices import body_words, is_state, proper, same_side, same_voice
from .meaning.words import plain_words

_WATCHES = re.compile(
    r"\b(?:monitor\w*|regulator|watchdog|ombudsman|auditors?|court|judge|union|unions|lawsuit|plaintiffs?|victims?'"
    r"|opposition|independent|observers?|inspectors?|critics?|activists?|rights group)\b",
    re.I,
)
COPY = "The same text in another outlet"
# Where others are published: what stands there is theirs.
_PRINTS = re.compile(
    r"\b(?:journal|lancet|nejm|bmj|jama|nature|preprint|filing|prospectus|press release|memo|transcript)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How two voices stand to each other, with the words for it."""

    same_voice: bool
    same_side: bool
    independent: bool
    reason: str
    shown: bool = True  # the shared side stands in the names; else two authorities of a country not said
    unnamed: bool = False  # one of them is an outlet that names no source
    copied: bool = False  # both stand in one text: two may contradict each other there, not corroborate

    @property
    def sure_again(self) -> float:
        """How sure it is, 0 to 1, that agreement is one origin again where no second one is shown.

        Rounded shares of annotated agreements that were repeats: a known voice ranks before an unknown one.
        """
        if self.same_voice or self.copied or (self.same_side and self.shown):
            return 1.0
        return 0.8 if self.unnamed or self.same_side else 0.7


def standing(earlier: Told, later: Told) -> Standing:
    """Return how the voice of `later` stands to that of `earlier`."""
    if not earlier.copy_of or earlier.copy_of != later.copy_of:
        return _standing(earlier, later)
    if _two_names(earlier.voice, later.voice):
        return replace(_standing(earlier, later), copied=True)
    return Standing(True, True, False, COPY)


def _standing(earlier: Told, later: Told) -> Standing:
    one, other = earlier.voice, later.voice
    if same_voice(one, other):
        return Standing(True, True, False, "Same speaker")
    if one.outlet and other.outlet and _own_reporting(earlier, later):
        return Standing(
            False, False, True, f"{later.outlet or other.name}, other reporting than {earlier.outlet}"
        )
    if one.outlet or other.outlet:
        return Standing(
            False, _outlet_sides(one, other), False, _unnamed(one, other, later), shown=False, unnamed=True
        )
    if shares_authority(one, other):
        return Standing(False, True, False, _same_side(one, other))
    if _maybe_one_state(one, other):
        maybe = f"{other.name} and {one.name} may be authorities of one country"
        return Standing(False, True, False, maybe, shown=False)
    if _named_with(earlier, later):
        return Standing(False, True, False, _same_side(one, other))
    if not (_tellable(one) and _tellable(other)) and (
        is_running(earlier, later) or _may_be_anybody(one) or _may_be_anybody(other)
    ):
        return Standing(False, False, False, f"{other.name or later.outlet}, a second origin is not shown")
    return Standing(False, False, True, f"{other.name}, not of the side of {one.name}")


def _same_side(one: Voice, other: Voice) -> str:
    """Two as the subject: the verb is right whether a name is of one or of many ("Ukrainian officials")."""
    return f"{other.name} and {one.name} speak for the same side"


def _own_reporting(earlier: Told, later: Told) -> bool:
    """Whether two outlets speak of what each found out: one is cited for it by name.

    A toll or count that goes on is an authority's, whoever prints it.
    """
    mine, yours = _cited(earlier), _cited(later)
    if not (mine or yours) or is_running(earlier, later):
        return False
    return not (mine or _outlet_words(earlier)) & (yours or _outlet_words(later))


def _cited(told: Told) -> frozenset[str]:
    """Return the outlet that another one cites: behind "per" at the end, or as the voice itself."""
    tail = names_of(told.statement[len(spoken(told.statement)) :])
    voice = told.voice.name if told.voice.name.casefold() not in told.outlet.casefold() else ""
    return tail | frozenset(spelling(word) for word in plain_words(voice)) - _OF_OUTLETS


def _outlet_words(told: Told) -> frozenset[str]:
    return frozenset(spelling(word) for word in plain_words(told.outlet)) - _OF_OUTLETS


_OF_OUTLETS = frozenset({"the", "news", "times", "post", "daily", "online", "tv", "press", "agency"})


def _outlet_sides(one: Voice, other: Voice) -> bool:
    """Figures without a source are taken for those of the authority that counts, not for another side's."""
    named = other if one.outlet else one
    return (one.outlet and other.outlet) or is_state(named)


def _unnamed(one: Voice, other: Voice, later: Told) -> str:
    if other.outlet:
        return f"{other.name or later.outlet or 'The outlet'}, without a source"
    return f"{other.name}, where the earlier article named no source"


def shares_authority(one: Voice, other: Voice) -> bool:
    """Return whether one authority, company or club stands behind both, as their names and offices show."""
    if _watches(one) != _watches(other):
        return False
    return same_side(one, other)


def _watches(voice: Voice) -> bool:
    """Whether a voice is known by what it watches, sues or represents against: not the side of that name."""
    return _WATCHES.search(f"{voice.name} {voice.about}") is not None


def _maybe_one_state(one: Voice, other: Voice) -> bool:
    """Whether both are authorities and nothing says that they are two countries'."""
    if not (is_state(one) and is_state(other)) or _watches(one) != _watches(other):
        return False
    return not (one.nations and other.nations)


def _tellable(voice: Voice) -> bool:
    """Whether it is known whose voice it is: a country's, a firm's; a bare name may be anybody's."""
    if _PRINTS.search(voice.name):
        return False
    if voice.local and voice.nations and is_state(voice):
        return True
    if voice.kind in {"anonymous", "outlet", "document", "collective"} or voice.local or not voice.words:
        return False
    return bool(voice.nations) or voice.kind != "person" or bool(body_words(voice))


def _two_names(one: Voice, other: Voice) -> bool:
    """Whether both voices have names, and two: one text may quote two who contradict each other."""
    return one.named and other.named and not same_voice(one, other)


def _may_be_anybody(voice: Voice) -> bool:
    """Whether nothing shows for whom a name speaks who seems to speak for somebody.

    Unnamed people whom a reporter found are nobody's spokesmen.
    """
    if voice.kind == "anonymous" and voice.words and not is_state(voice):
        return False
    if not voice.named or not voice.words or voice.kind == "document" or _PRINTS.search(voice.name):
        return True
    if is_state(voice):
        return not voice.nations
    return OF_FIRMS.search(voice.about) is not None and not (body_words(voice) or voice.nations)


def _named_with(one: Told, other: Told) -> bool:
    """Whether the words that name one claim's speaker name the other's too: "per Oxford and AstraZeneca"."""
    return _in_tail(one, other.voice) or _in_tail(other, one.voice)


def _in_tail(told: Told, voice: Voice) -> bool:
    mine = proper(voice) - voice.nations
    return bool(mine & names_of(told.statement[len(spoken(told.statement)) :], known=mine))
