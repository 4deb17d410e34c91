"""The little English morphology that statements need: agreement, past tense, possessives."""

from __future__ import annotations

_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_PAST = {
    "be": "was", "begin": "began", "blame": "blamed", "break": "broke", "bring": "brought", "build": "built",
    "buy": "bought", "catch": "caught", "choose": "chose", "come": "came", "cut": "cut", "deal": "dealt",
    "do": "did", "draw": "drew", "drive": "drove", "eat": "ate", "fall": "fell", "feel": "felt",
    "fight": "fought", "find": "found", "fly": "flew", "forget": "forgot", "get": "got", "give": "gave",
    "go": "went", "grow": "grew", "have": "had", "hear": "heard", "hit": "hit", "hold": "held",
    "keep": "kept", "know": "knew", "lay": "laid", "lead": "led", "leave": "left", "lose": "lost",
    "make": "made", "mean": "meant", "meet": "met", "pay": "paid", "put": "put", "read": "read",
    "rise": "rose", "run": "ran", "say": "said", "see": "saw", "sell": "sold", "send": "sent", "set": "set",
    "shoot": "shot", "shut": "shut", "sink": "sank", "speak": "spoke", "spend": "spent", "stand": "stood",
    "steal": "stole", "strike": "struck", "swear": "swore", "take": "took", "teach": "taught",
    "tell": "told", "think": "thought", "throw": "threw", "understand": "understood", "win": "won",
    "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip


def possessive(name: str) -> str:
    """Return the possessive of a name ("Ukraine's", "the officials'")."""
    return name + ("'" if name.endswith("s") else "'s")


def third_person(verb: str) -> str:
    """Return the third person singular of a verb's base form."""
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def past(verb: str) -> str:
    """Return the past tense of a verb's base form."""
    if verb in _PAST:
        return _PAST[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"
