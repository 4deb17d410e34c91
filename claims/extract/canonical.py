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
_AUXILIARIES = frozenset(
    "is are was were has have had will would could can should did does do may might must".split()
)
_DANGLING = frozenset(
    "a an the of in on at to from by with and or but that which who as for its his her their was were is"
    " are had has have not"
    " between than over under about more less up down into after before until since nearly almost"
    " around".split()
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_RELATIVE = re.compile(r",?\s+(?:which|who|where)\b(?:[^,]|,(?=\d))*(?:,(?!\d)|$)")
_INSERT = re.compile(r",\s(?:[^,]|,(?=\d))*,(?!\d)")
_LEAD = re.compile(
    r"^(?:On|In|At|After|Before|During|As|When|While|Since|By|For|Over|Soon"
    r"|Earlier)\b[^,]{5,}?,\s+(?:(?:and|in|on)\b[^,]+,\s+)?"
)
_MIDDLE_PHRASE = re.compile(
    r"\s(?:in|on|at|from|with|by|near|during|after|before)\s(?:the\s|a\s|an\s|its\s"
    r"|their\s)?[^\W\d][\w'-]*(?:\s[A-Z][\w'-]*|\s\d\w*)?(?=\s(?:that|to|and|was|were|is|are|had|has|have"
    r"|will|in|on|at)\b)"
)
_JOINERS = (
    "in|on|at|during|after|before|following|amid|as|because|while|for|with|by|from|into|since|who|which|that"
)
_TAIL_PHRASE = re.compile(rf",?\s+(?:{_JOINERS})\b(?:(?!\s(?:{_JOINERS})\b).)*$")
_CONDITION = re.compile(r"^(?:If|Unless|When|Once)\b[^,]{5,}?,\s+(?:then\s+)?", re.I)


# A number that is no day, year or "2nd": those may go, the event date keeps them.
_FIGURE = re.compile(
    r"(?<!June )(?<!July )(?<!May )\b(?!(?:19|20)\d\d\b)(?!\d{1,2}(?:st|nd|rd|th)\b)\d[\d,.]*|\b(?:one|two"
    r"|three|four|five|six|seven|eight|nine|ten|dozens"
    r"|hundreds|thousands|half|third|quarter)\b",
    re.I,
)


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
    words = re.sub(r"\s+", " ", text.replace("’", "'")).strip(' ,;:-–—"“”').split(" ")
    words = _resolve(words, speaker, names)
    words = _finite(words, speaker)
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
        low = word.lower().strip(',."')
        if speaker is not None and low in _FIRST_PERSON:
            resolved.append(_first_person(low, speaker, again=low in seen))
        elif low in names and low not in seen and names[low]:
            name = names[low]
            name = (
                name[0].lower() + name[1:]
                if resolved and name.startswith(("The ", "A ", "An ", "One "))
                else name
            )
            resolved.append(_third_person(low, name))
        elif resolved and low in _AGREE and words and _follows_speaker(resolved, speaker):
            resolved.append(_AGREE[low])
        else:
            resolved.append(word)
        seen.add(low)
    return resolved


def _first_person(low: str, speaker: Speaker, *, again: bool) -> str:
    group = speaker.organisation or speaker.canonical
    return _FIRST_PERSON[low].format(
        s=speaker.canonical, p=possessive(speaker.canonical), g=group, gp=possessive(group)
    )


def _third_person(low: str, name: str) -> str:
    return possessive(name) if low in _THIRD_POSSESSIVE else name


def _follows_speaker(resolved: Sequence[str], speaker: Speaker | None) -> bool:
    return speaker is not None and speaker.canonical in resolved[-2:]


def _finite(words: list[str], speaker: Speaker | None) -> list[str]:
    """Return the words with an infinitive made finite: "X to have left" -> "X has left"."""
    opening = [w.lower() for w in words[:2]]
    if speaker is not None and opening and (opening[0] == "to" or opening == ["not", "to"]):
        negated = ["not"] if opening[0] == "not" else []
        return [*speaker.canonical.split(), "will", *negated, *words[1 + len(negated) :]]
    for i in range(1, len(words) - 2):
        if words[i] == "to" and words[i + 1] in ("have", "be") and not _has_finite(words[:i]):
            plural = words[i - 1].rstrip(",").endswith("s")
            verb = {"have": ("has", "have"), "be": ("is", "are")}[words[i + 1]][plural]
            return [*words[:i], verb, *words[i + 2 :]]
    return words


def _has_finite(words: Sequence[str]) -> bool:
    return any(w.lower() in _AUXILIARIES or w.lower().endswith("ed") for w in words)


def _negate(words: list[str]) -> list[str]:
    """Return the words with the verb negated."""
    for i, word in enumerate(words):
        if word.lower() in _AUXILIARIES:
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
    for pattern, once in (
        (_LEAD, True),
        (_TAIL_PHRASE, False),
        (_MIDDLE_PHRASE, False),
        (_MIDDLE_PHRASE, False),
    ):
        line = _drop(line, pattern, once=once)
    if not _keeps_figures(line, _clip(line)):
        line = _drop(line, _CONDITION, once=True)
    return _clip(line)


def _drop(line: str, pattern: re.Pattern[str], *, once: bool) -> str:
    """Drop what `pattern` finds from the end on, as long as the line is too long and keeps its figures."""
    while len(line.split()) > MAX_WORDS and (match := pattern.search(line)):
        shorter = (line[: match.start()] + line[match.end() :]).strip()
        if len(shorter.split()) < 4 or not _keeps_figures(line, shorter):
            break
        line = shorter
        if once:
            break
    return line


def _keeps_figures(line: str, shorter: str) -> bool:
    return len(_FIGURE.findall(shorter)) == len(_FIGURE.findall(line))


def _clip(line: str) -> str:
    words = line.split()[:MAX_WORDS]
    if len(line.split()) > MAX_WORDS:
        while len(words) > 4 and words[-1].lower().strip(",;:") in _DANGLING:
            words = words[:-1]
    return " ".join(words).strip(" ,;:-–—")


def subject_text(doc: Doc, tokens: Sequence[int]) -> str:
    """Return the words of a subject: the noun phrase up to its head, at most six words."""
    heads = [k for k, i in enumerate(tokens) if doc[i].dep_ in ("nsubj", "nsubjpass")]
    upto = tokens[: heads[0] + 1] if heads else tokens
    phrase = str(doc[upto[0] : upto[-1] + 1].text) if upto else ""
    return " ".join(phrase.split()[-6:]).strip(" -–—,")
