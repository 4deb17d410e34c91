"""Names for pronouns in statements, where it is plain whom they stand for; left alone where it is not.

The first person of a quotation is its speaker, the plural the body spoken for. A third person is the
speaker, the subject of the clause before in the same report, or the subject of the sentence before
(the centre of attention, as centering theory has it), and only when number and gender agree and no
nearer word could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from .inflect import possessive, third_person
from .kinds import given_names, nouns
from .roster import title_pronoun
from .types import Speaker
from .units import singular
from .wording import words_of

Sort = Literal["person", "thing", "group"]
_SINGULAR_FIRST = {"i": "", "me": "", "my": "'s", "mine": "'s", "myself": ""}
_PLURAL_FIRST = {"we": "", "us": "", "our": "'s", "ours": "'s", "ourselves": ""}
_THIRD: dict[str, tuple[Sort, str]] = {
    "he": ("person", "he"), "him": ("person", "he"), "his": ("person", "he"),
    "she": ("person", "she"), "her": ("person", "she"), "hers": ("person", "she"),
    "it": ("thing", ""), "its": ("thing", ""),
    "they": ("group", ""), "them": ("group", ""), "their": ("group", ""),
}  # fmt: skip
_SHORT = {"'m": " is", "'re": " is", "'ve": " has", "'ll": " will"}
_PLURAL_SHORT = {"'re": " are", "'ve": " have", "'ll": " will"}
# "We" of a scholar is a team, not the whole house.
_WORKPLACE = re.compile(r"\b(?:University|College|Institute?|School|Hospital|Academy|Observatory|Museum)\b")
_NAMELESS = frozenset("who which that some many others one he she it they you".split())
_NO_THING = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_WEATHER = frozenset({"rain", "snow", "take", "seem", "appear", "turn", "happen"})
_WILL = frozenset({"will", "'ll", "would", "'d", "shall", "should", "could", "can", "might", "may"})
_OF_NATIONS = ("ian", "ean", "ish", "ese", "ench", "can", "inian")
_COMMON = ("ed", "ing", "al", "ior", "ent", "ive", "ly", "er", "on", "ist", "ary", "unnamed")
_PHRASE = 7  # words of a subject that still reads as a name


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone or something spoken of: the words to name it by, what it is, the pronoun it takes."""

    text: str
    sort: Sort
    pronoun: str = ""


@dataclass(slots=True)
class Heard:
    """Subjects and speakers by sentence, as the statements are made in text order."""

    last: dict[int, list[Mention]] = field(default_factory=dict)  # by the first token of the sentence
    speakers: dict[int, list[Mention]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    content: dict[tuple[int, int], Mention] = field(default_factory=dict)  # by sentence, attribution

    def note(self, sentence: int, mention: Mention | None, *, speaks: bool = False) -> None:
        """Remember a subject or speaker of a sentence."""
        if not self.order or self.order[-1] != sentence:
            self.order = [*self.order[-3:], sentence]
        known = (self.speakers if speaks else self.last).setdefault(sentence, [])
        if mention is not None and mention not in known:
            known.append(mention)

    def before(self, sentence: int, sort: Sort, pronoun: str) -> Mention | None:
        """Return what a pronoun of `sentence` may stand for: in this sentence, else the one before."""
        recent = [s for s in self.order if s <= sentence][-2:]
        for at in reversed(recent):
            known = [*(self.speakers.get(at, []) if sort == "person" else []), *self.last.get(at, [])]
            fitting = [m for m in known if m.sort == sort and agrees(m, pronoun)]
            if fitting:
                return fitting[-1] if len({m.text.split()[-1] for m in fitting}) == 1 else None
            if known or self.speakers.get(at):
                return None
        return None

    def rival(self, sentence: int, speaker: Speaker | None) -> bool:
        """Whether the sentence before was about another thing than the speaker, which "it" may be."""
        recent = [s for s in self.order if s < sentence][-1:]
        name = speaker.canonical.split()[-1].lower() if speaker and speaker.canonical else ""
        before = [m for at in recent for m in self.last.get(at, []) if m.sort == "thing"]
        return any(m.text.split()[-1].lower() != name for m in before)


def agrees(mention: Mention, pronoun: str) -> bool:
    """Whether a mention may take the pronoun "he" or "she"."""
    return not pronoun or mention.pronoun in ("", pronoun)


def speaker_mention(speaker: Speaker | None) -> Mention | None:
    """Return a source as something pronouns may stand for; None when it has no name."""
    if speaker is None or speaker.canonical == "unspecified" or speaker.kind == "document":
        return None
    if speaker.canonical.lower() in _NAMELESS:
        return None
    name = shown(speaker)
    if speaker.kind == "person":
        given = given_names().get(speaker.canonical.split()[0].lower(), "")
        return Mention(name, "person", title_pronoun(f"{speaker.surface} {speaker.role}") or given)
    return Mention(name, "group" if is_plural(speaker) else "thing")


def is_plural(speaker: Speaker) -> bool:
    """Whether a source is several people ("officials", "residents of Hale")."""
    if speaker.kind == "person":
        return False
    head = speaker.canonical.split(" of ")[0].split(" in ")[0].split(" with ")[0].split(" familiar")[0]
    last = head.split()[-1] if head.split() else ""
    if last.lower() in ("people", "police", "media"):
        return True
    plain = last.islower() or (" " not in head and singular(last) in nouns())
    return plain and last.endswith("s") and not last.endswith("ss") and last.lower() not in nouns()


def shown(speaker: Speaker) -> str:
    """Return a source as a statement names it: "Ida Holt", "the union", "a freed soldier"."""
    words = speaker.canonical.split()
    first = speaker.surface.split()[:1]
    bare = speaker.surface[4:] if first and first[0].lower() == "the" else ""
    if bare.lower() == speaker.canonical.lower() and speaker.kind != "person":
        return f"the {bare}"
    described = len(words) > 0 and words[-1].islower() and words[-1].isalpha()
    if described and words[0].lower() == "one" and len(words) > 1:
        return " ".join(["a", *words[1:]])
    if not described or is_plural(speaker) or words[0].lower() in ("the", "a", "an"):
        return speaker.canonical
    phrase = " ".join([_lowered(words[0]), *words[1:]])
    body = speaker.kind in ("government", "military", "organisation")
    if phrase[:1].isupper() and not words[0].endswith(_OF_NATIONS) and not (body and len(words) > 1):
        return phrase
    if first and first[0].lower() in ("a", "an", "one") and phrase[:1].islower():
        return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"
    return phrase if "'s" in phrase else f"the {phrase}"


def _lowered(word: str) -> str:
    """Return a word that only the start of a name made a capital of, in lower case."""
    common = word.lower() in nouns() or word.endswith(_COMMON)
    return word.lower() if common and not word.isupper() and not word.endswith(_OF_NATIONS) else word


def sort_of(token: Token) -> tuple[Sort, str] | None:
    """Return what a noun names and the pronoun it takes; None for times, amounts and pronouns."""
    if token.ent_type_ in _NO_THING or token.pos_ not in ("NOUN", "PROPN"):
        return None
    if any(c.dep_ == "cc" for c in token.children) or token.tag_ in ("NNS", "NNPS"):
        return "group", ""
    if token.ent_type_ == "PERSON":
        name = [t for t in token.subtree if t.ent_type_ == "PERSON"]
        title = " ".join(t.text for t in token.lefts)
        return "person", title_pronoun(title) or given_names().get(name[0].lower_, "")
    noun = nouns().get(token.lemma_.lower())
    person = bool(noun and noun.person) or title_pronoun(token.text) != ""
    return ("person", title_pronoun(token.text)) if person else ("thing", "")


def subject_mention(doc: Doc, subject: Token, phrase: Sequence[int]) -> Mention | None:
    """Return the subject of a clause as something later pronouns may stand for."""
    found = sort_of(subject)
    if found is None or subject.i not in phrase:
        return None
    words = [i for i in phrase if i <= subject.i or doc[i].dep_ != "punct"]
    if not words or any(doc[i].tag_ in ("PRP$", "PRP", "CD", "WP$") for i in words) or len(words) > _PHRASE:
        return None
    if doc[words[-1]].dep_ in ("cc", "prep", "punct", "det", "case"):
        return None
    text = words_of(doc, words)
    if doc[words[0]].lower_ in ("a", "an", "another"):
        text = "the " + words_of(doc, words[1:])
    elif doc[words[0]].tag_ == "DT":
        text = text[:1].lower() + text[1:]
    return Mention(text, *found)


def first_person(doc: Doc, tokens: Sequence[int], speaker: Speaker) -> dict[int, str]:
    """Return words for "I" and "we" of a quotation, and for the verbs that must agree."""
    instead: dict[int, str] = {}
    used: set[str] = set()
    for i in tokens:
        low = doc[i].lower_
        if low in _SINGULAR_FIRST and doc[i].tag_ in ("PRP", "PRP$"):
            instead[i] = _own_name(speaker, low, again="i" in used)
            used.add("i")
            _agree(doc, i, tokens, instead)
        elif low in _PLURAL_FIRST and doc[i].tag_ in ("PRP", "PRP$"):
            name, plural = _body(speaker)
            instead[i] = _owned(name, _PLURAL_FIRST[low]) if "we" not in used else _again(low, plural)
            used.add("we")
            if not plural or "we" not in used:
                _agree(doc, i, tokens, instead)
            elif i + 1 < len(doc) and doc[i + 1].lower_ in _SHORT:
                instead[i + 1] = _PLURAL_SHORT.get(doc[i + 1].lower_, " are")
    return instead


def _own_name(speaker: Speaker, low: str, *, again: bool) -> str:
    """Return what stands for "I", "me" or "my": a name, the second time a pronoun."""
    name = _self(speaker, again=again)
    if name in ("he", "she"):
        forms = {"i": name, "me": "him" if name == "he" else "her", "myself": "himself"}
        owned = {"he": "his", "she": "her"}[name]
        return forms.get(low, owned) if low != "myself" or name == "he" else "herself"
    return _owned(name, _SINGULAR_FIRST[low])


def _owned(name: str, mark: str) -> str:
    return possessive(name) if mark else name


def _self(speaker: Speaker, *, again: bool) -> str:
    """Return a speaker by name, the second time by pronoun or surname."""
    words = speaker.canonical.split()
    if not again:
        return shown(speaker)
    mention = speaker_mention(speaker)
    if mention is not None and mention.pronoun:
        return mention.pronoun
    named = len(words) > 1 and all(w[:1].isupper() for w in (words[0], words[-1]))
    return words[-1] if named else f"the {words[-1]}" if words[-1].islower() else speaker.canonical


def _body(speaker: Speaker) -> tuple[str, bool]:
    """Return the body "we" speaks for and whether it is plural."""
    if speaker.kind != "person":
        name = shown(speaker)
        return name, is_plural(speaker)
    if speaker.organisation and not _WORKPLACE.search(speaker.organisation):
        return speaker.organisation, speaker.organisation.endswith("s")
    return f"{shown(speaker)} and colleagues", True


def _again(low: str, plural: bool) -> str:
    forms = {"we": "they", "us": "them", "our": "their", "ours": "theirs", "ourselves": "themselves"}
    single = {"we": "it", "us": "it", "our": "its", "ours": "its", "ourselves": "itself"}
    return (forms if plural else single)[low]


def _agree(doc: Doc, subject: int, tokens: Sequence[int], instead: dict[int, str]) -> None:
    """Put the verbs of a subject into the third person singular."""
    following = doc[subject + 1] if subject + 1 < len(doc) else None
    if following is not None and following.lower_ in _SHORT:
        instead[following.i] = _SHORT[following.lower_]
    if following is not None and following.lower_ == "'d":
        verb = following.head
        instead[following.i] = " had" if verb.tag_ == "VBN" else " would"
    if doc[subject].dep_ not in ("nsubj", "nsubjpass"):
        return
    verb = doc[subject].head
    verbs = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    verbs += [c for c in verb.conjuncts if not any(k.dep_ in ("nsubj", "aux") for k in c.children)]
    inside = frozenset(tokens)
    for word in verbs:
        if word.i not in inside or word.i in instead:
            continue
        if word.tag_ == "VBP" and word.lower_ not in _SHORT:
            instead[word.i] = {"am": "is", "are": "is"}.get(word.lower_, third_person(word.lemma_.lower()))
            if word.i + 1 < len(doc) and doc[word.i + 1].lower_ == "n't":
                instead[word.i + 1] = " not"
        elif word.lower_ == "were":
            instead[word.i] = "was"


def third_person_names(
    doc: Doc,
    tokens: Sequence[int],
    *,
    sentence: int,
    attribution: int | None,
    speaker: Speaker | None,
    direct: bool,
    told_first: bool,
    heard: Heard,
) -> dict[int, str]:
    """Return names for the first third-person pronoun of each sort in a claim, where that is safe.

    `told_first` says that the claim stands before the words that tell whose it is.
    """
    instead: dict[int, str] = {}
    done: set[Sort] = set()
    for place, i in enumerate(tokens):
        found = _THIRD.get(doc[i].lower_)
        if found is None or doc[i].tag_ not in ("PRP", "PRP$") or found[0] in done:
            continue
        done.add(found[0])
        if doc[i].dep_ not in ("nsubj", "nsubjpass", "poss"):
            continue
        if _is_empty(doc[i]) or _bound(doc, tokens[:place], doc[i], found):
            continue
        mention = _antecedent(
            doc[i], found, sentence, attribution, speaker, heard, direct=direct, told_first=told_first
        )
        if mention is not None and not _names_itself(doc, tokens, i, mention):
            owner = doc[i].tag_ == "PRP$" or doc[i].dep_ == "poss"
            instead[i] = possessive(mention.text) if owner else mention.text
    return instead


def _names_itself(doc: Doc, tokens: Sequence[int], at: int, mention: Mention) -> bool:
    """Whether the claim names the antecedent elsewhere, so that a name would read twice."""
    last = mention.text.split()[-1]
    return any(doc[i].text == last for i in tokens if i != at)


def _is_empty(token: Token) -> bool:
    """Whether "it" stands for nothing, or for a clause ("It was the worst attack", "it is clear that")."""
    if token.lower_ != "it":
        return False
    verb = token.head
    if token.dep_ == "expl" or verb.lemma_.lower() in _WEATHER:
        return True
    if verb.lemma_ != "be" or token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    return any(c.dep_ in ("attr", "ccomp", "xcomp", "csubj", "advcl", "acomp") for c in verb.children)


def _bound(doc: Doc, before: Iterable[int], pronoun: Token, wanted: tuple[Sort, str]) -> bool:
    """Whether a word earlier in the claim may be meant."""
    for i in before:
        token = doc[i]
        if token.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr", "pobj", "conj", "poss", "appos"):
            continue
        if token.dep_ == "pobj" and pronoun.dep_ in ("nsubj", "nsubjpass"):
            continue
        found = sort_of(token)
        if found is not None and found[0] == wanted[0] and (not wanted[1] or found[1] in ("", wanted[1])):
            return True
    return False


def _antecedent(
    pronoun: Token,
    wanted: tuple[Sort, str],
    sentence: int,
    attribution: int | None,
    speaker: Speaker | None,
    heard: Heard,
    *,
    direct: bool,
    told_first: bool,
) -> Mention | None:
    """Return what a pronoun stands for, or None where two things may be meant."""
    if attribution is None:
        found = heard.before(sentence, *wanted) if _leads(pronoun) else None
        owned = found is not None and pronoun.dep_ == "poss" and "'" in found.text
        return None if owned else found
    earlier = heard.content.get((sentence, attribution))
    if earlier is None and wanted[0] == "thing" and told_first and heard.rival(sentence, speaker):
        return None
    if earlier is not None and (earlier.sort != wanted[0] or not agrees(earlier, wanted[1])):
        earlier = None
    own = None if direct else speaker_mention(speaker)
    if own is not None and (own.sort != wanted[0] or not agrees(own, wanted[1])):
        own = None
    if own is not None and own.sort == "person" and own.pronoun != wanted[1]:
        own = own if earlier is None and _alone(heard, sentence, own, wanted[1]) else None
    if own is not None and earlier is not None:
        return own if _acts(pronoun) else None
    return own or earlier


def _alone(heard: Heard, sentence: int, own: Mention, pronoun: str) -> bool:
    """Whether no other person of the sentence or the one before may be meant."""
    recent = [s for s in heard.order if s <= sentence][-2:]
    last = own.text.split()[-1]
    return not any(
        m.sort == "person" and agrees(m, pronoun) and m.text.split()[-1] != last
        for at in recent
        for m in [*heard.speakers.get(at, []), *heard.last.get(at, [])]
    )


def _leads(pronoun: Token) -> bool:
    """Whether a pronoun is the subject of its clause or owns it."""
    token = pronoun.head if pronoun.dep_ == "poss" else pronoun
    finite = token.head.dep_ != "ccomp" or token.head.pos_ in ("VERB", "AUX")
    return token.dep_ in ("nsubj", "nsubjpass") and finite


def _acts(pronoun: Token) -> bool:
    """Whether a pronoun is the subject of what somebody will do."""
    return any(c.dep_ == "aux" and c.lower_ in _WILL for c in pronoun.head.children)
