"""The statement of a claim: at most 16 words that stand alone, names resolved, no attribution."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from .types import Speaker

MAX_WORDS = 16
_FIRST_PERSON = {
    "i": "{s}",
    "i'm": "{s} is",
    "i've": "{s} has",
    "i'd": "{s} would",
    "i'll": "{s} will",
    "my": "{p}",
    "me": "{s}",
    "mine": "{p}",
    "we": "{g}",
    "we're": "{g} is",
    "we've": "{g} has",
    "we'd": "{g} would",
    "we'll": "{g} will",
    "our": "{gp}",
    "us": "{g}",
    "ours": "{gp}",
}
_AGREE = {"am": "is", "have": "has", "are": "is", "were": "was", "don't": "does not", "do": "does"}
_THIRD_POSSESSIVE = frozenset({"its", "his", "her", "their"})
_THIRD_SUBJECT = frozenset({"he", "she", "it", "they"})
_DANGLING = frozenset(
    "a an the of in on at to from by with and or but that which who as for its his her their was were is are had has have not"
    " between than over under about more less up down into after before until since nearly almost around".split()
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_RELATIVE = re.compile(r",?\s+(?:which|who|where)\b[^,]*(?:,|$)")
_INSERT = re.compile(r",\s[^,]*,")
_TAIL_PHRASE = re.compile(r"\s+(?:in|on|at|during|after|before|following|amid|as|because|while|for|with|to|by|from|into)\b[^,]*$")


def possessive(name: str) -> str:
    """Return the possessive of a name ("Ukraine's", "the officials'")."""
    return name + ("'" if name.endswith("s") else "'s")


def statement(
    text: str, *, speaker: Speaker | None, names: Mapping[str, str], subject: str = "", denied: bool = False
) -> str:
    """Return the statement of a claim.

    `text` is the words of the claim; `names` maps pronouns ("it", "she") to what they stand for here;
    `subject` is put before a claim without a verb; `denied` negates it, for that is what is asserted.
    """
    words = re.sub(r"\s+", " ", text.replace("’", "'")).strip(" ,;:-–—\"“”").split(" ")
    words = _resolve(words, speaker, names)
    if denied:
        words = _negate(words)
    line = " ".join(words)
    if subject and not line.lower().startswith(subject.lower()):
        line = f"{subject}: {line}"
    line = shorten(line)
    return line[:1].upper() + line[1:]


def _resolve(words: list[str], speaker: Speaker | None, names: Mapping[str, str]) -> list[str]:
    """Put names for pronouns: the first and second person is the speaker, the others come from `names`."""
    resolved: list[str] = []
    seen: set[str] = set()
    for word in words:
        low = word.lower().strip(",.\"")
        if speaker is not None and low in _FIRST_PERSON:
            resolved.append(_first_person(low, speaker, again=low in seen))
        elif low in names and low not in seen and names[low]:
            resolved.append(_third_person(low, names[low]))
        elif resolved and low in _AGREE and words and _follows_speaker(resolved, speaker):
            resolved.append(_AGREE[low])
        else:
            resolved.append(word)
        seen.add(low)
    return resolved


def _first_person(low: str, speaker: Speaker, *, again: bool) -> str:
    group = speaker.organisation or speaker.canonical
    return _FIRST_PERSON[low].format(s=speaker.canonical, p=possessive(speaker.canonical), g=group, gp=possessive(group))


def _third_person(low: str, name: str) -> str:
    return possessive(name) if low in _THIRD_POSSESSIVE else name


def _follows_speaker(resolved: Sequence[str], speaker: Speaker | None) -> bool:
    return speaker is not None and resolved[-1] == speaker.canonical


def _negate(words: list[str]) -> list[str]:
    """Return the words with the verb negated."""
    for i, word in enumerate(words):
        if word.lower() in ("is", "are", "was", "were", "has", "have", "had", "will", "would", "could", "can", "should", "did", "does", "do"):
            return [*words[: i + 1], "not", *words[i + 1 :]]
    return ["It", "is", "not", "true", "that", *words]


def shorten(line: str) -> str:
    """Return `line` in at most 16 words, the least needed phrases dropped first."""
    for pattern, replacement in ((_PARENTHESIS, ""), (_RELATIVE, ""), (_INSERT, "")):
        if len(line.split()) <= MAX_WORDS:
            return line
        shorter = pattern.sub(replacement, line).strip(" ,")
        if len(shorter.split()) >= 4 and _keeps_figures(line, shorter):
            line = shorter
    while len(line.split()) > MAX_WORDS:
        shorter = _TAIL_PHRASE.sub("", line)
        if shorter == line or len(shorter.split()) < 4 or not _keeps_figures(line, shorter):
            break
        line = shorter
    return _clip(line)


def _keeps_figures(line: str, shorter: str) -> bool:
    return len(re.findall(r"\d+", shorter)) == len(re.findall(r"\d+", line))


def _clip(line: str) -> str:
    words = line.split()[:MAX_WORDS]
    if len(line.split()) > MAX_WORDS:
        while len(words) > 4 and words[-1].lower().strip(",;:") in _DANGLING:
            words = words[:-1]
    return " ".join(words).strip(" ,;:-–—")


def subject_text(doc: Doc, tokens: Sequence[int]) -> str:
    """Return the words of a subject's tokens, at most six of them."""
    return " ".join(doc[i].text for i in tokens[-6:]).replace(" '", "'").replace(" - ", "-")
