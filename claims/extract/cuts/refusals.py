"""Which pieces of a sentence are no claims after all, seen with the attributions around them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.cuts import nonclaims
from claims.extract.cuts.directives import is_directive
from claims.extract.cuts.edges import words_of
from claims.extract.cuts.owners import Roles
from claims.extract.lexicon.cues import cue_of
from claims.extract.reading.pieces import ALONE, FINITE, Piece, Sentence, asked_first, is_finite, subject_of
from claims.extract.reading.segment import Paragraph
from claims.extract.types import Attribution

_NOMINAL = frozenset("DET ADJ NOUN PROPN PRON PART ADP CCONJ SPACE PUNCT".split())
_QUOTES = frozenset("\"“”‘’'") | {"''", "``"}
_PHRASELESS = frozenset({"stance", "reference", "insistence", "agreement", "refusal", "question", "belief"})
_PHRASE_FRAMES = frozenset({"np", "of", "pred", "for", "on", "about", "to", "as"})
# "told the board", "accused him": the object is a person, what is said comes behind "of"
_NAMES_A_HEARER = frozenset({"tell", "accuse", "inform", "assure", "remind"})
_SAID_THINGS = frozenset(
    "charge allegation claim accusation report account suggestion rumour rumor story version content it"
    " assertion complaint chronology timeline that this count finding conclusion criticism ruling verdict"
    " judgment judgement argument explanation".split()
)
_BACKWARD = frozenset("the that this these those his her its their".split())
_GIVES_WAY = frozenset({"acknowledge", "accept", "concede"})
_CLAUSE_MARKS = frozenset('.?!…;:—–"“”‘')
_INTERROGATIVES = frozenset(
    "is are was were am do does did has have had can could will would should shall may might must ca wo"
    " who whom whose what which when where why how".split()
)


def is_no_claim(
    sentence: Sentence,
    piece: Piece,
    owner: int | None,
    tokens: list[int],
    roles: Roles,
    attributions: Sequence[Attribution],
    paragraph: Paragraph,
) -> bool:
    """Whether a piece with these tokens, under this attribution, claims nothing."""
    doc = sentence.doc
    text = words_of(doc, tokens)
    words = [i for i in tokens if any(c.isalnum() for c in doc[i].text)]
    if not words or nonclaims.is_question(text, doc[tokens[-1] + 1 : tokens[-1] + 4].text):
        return True
    if owner is not None and _is_fronted(sentence, tokens, owner, roles):
        return True
    if _is_part_of_question(sentence, tokens) or _sets_the_scene(sentence, tokens, owner, roles):
        return True
    if (
        _tells_of_asking(sentence, tokens)
        or nonclaims.is_formula(text)
        or nonclaims.is_imperative(doc, tokens)
        or is_directive(doc[piece.head])
    ):
        return True
    if _is_absent(sentence, piece, tokens, roles):
        return True
    if all(doc[i].tag_ in ("PRP", "DT", "PRP$", "WP") for i in words) or _modifies_source(doc, tokens, roles):
        return piece.kind != "relative"
    if owner is None:
        return _is_no_own_claim(sentence, piece, tokens, roles, paragraph)
    if attributions[owner].negated:
        return True
    figures = any(f.start in tokens for f in sentence.figures.values())
    return len(words) < 2 and not figures and piece.kind != "main"


def is_mere_phrase(sentence: Sentence, tokens: Sequence[int], attribution: Attribution | None) -> bool:
    """Whether a report's whole content is an unquoted noun phrase that states nothing by itself.

    A side taken ("rejects that account"), a denial of words ("denies the charge"), somebody cited or
    accused. "Blamed cheap gas", "alleged fraud" and the like state something with their cue.
    """
    doc = sentence.doc
    if attribution is None or any(f.start in tokens for f in sentence.figures.values()):
        return False
    around = range(max(sentence.start, tokens[0] - 1), min(sentence.end, tokens[-1] + 2))
    if any(doc[i].pos_ not in _NOMINAL or doc[i].tag_ == "JJS" for i in tokens):
        return False
    if any(doc[i].text in _QUOTES for i in around):
        return False
    cue = cue_of("verb", attribution.cue_lemma) or cue_of("noun", attribution.cue_lemma)
    kind = cue.kind if cue else attribution.kind
    if attribution.cue_lemma in _GIVES_WAY and doc[tokens[0]].lower_ in _BACKWARD:
        return True  # "acknowledged the mistake": which one was said before
    if kind == "denial":
        only_denies = attribution.cue_lemma == "deny"
        return not only_denies or doc[_head_of(doc, tokens)].lemma_.lower() in _SAID_THINGS
    if cue is None or attribution.cue_lemma in _NAMES_A_HEARER:
        return not any(doc[i].pos_ == "ADP" for i in tokens)
    return kind in _PHRASELESS or not cue.frames & _PHRASE_FRAMES


def _head_of(doc: Doc, tokens: Sequence[int]) -> int:
    return next((i for i in tokens if doc[i].head.i not in tokens), tokens[0])


def _is_part_of_question(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """Whether the piece lies in a clause that opens like a question and ends in a question mark."""
    doc = sentence.doc
    begin = tokens[0]
    while begin > sentence.start and doc[begin - 1].text not in _CLAUSE_MARKS:
        begin -= 1
    while begin < tokens[-1] and (doc[begin].tag_ in ("CC", "UH", ",") or not doc[begin].is_alpha):
        begin += 1
    if doc[begin].lower_ not in _INTERROGATIVES:
        return False
    end = tokens[-1]
    while end + 1 < sentence.end and doc[end].text not in _CLAUSE_MARKS:
        end += 1
    return doc[end].text == "?"


def _is_fronted(sentence: Sentence, tokens: Sequence[int], owner: int, roles: Roles) -> bool:
    """Whether the piece is only a phrase before source and cue ("Across the river, the mayor vowed ...")."""
    doc, first = sentence.doc, sentence.doc[tokens[0]]
    if first.pos_ != "ADP" or first.i != sentence.start or first.i - 1 in roles.content:
        return False
    if any(doc[i].pos_ in ("VERB", "AUX") or i in sentence.figures for i in tokens):
        return False
    spoken = [i for i in sentence.tokens() if roles.cue.get(i) == owner or roles.source.get(i) == owner]
    return bool(spoken) and tokens[-1] < min(spoken)


def _is_absent(sentence: Sentence, piece: Piece, tokens: Sequence[int], roles: Roles) -> bool:
    """Whether a piece, read with the cue before it, says that something was not said.

    The words of a report may well do so ("it is not clear who paid", he said): they remain a claim.
    """
    doc, first = sentence.doc, tokens[0]
    if any(nonclaims.is_nor_denied(doc[i]) for i in tokens if i == piece.head or doc[i].dep_ == "conj"):
        return True
    if not all(i in roles.content for i in tokens):
        return nonclaims.is_absent_attribution(words_of(doc, tokens))
    begin = first
    while begin > sentence.start and begin - 1 in roles.cue:
        begin -= 1
    return begin < first and nonclaims.opens_absent(doc[begin : tokens[-1] + 1].text)


def _tells_of_asking(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """Whether the piece only says how the source came to speak ("Asked whether the fine was paid")."""
    first = asked_first(sentence)
    if first is None:
        return False
    if first.dep_ == "advcl" and first.i < first.head.i:
        return tokens[-1] <= first.right_edge.i
    return tokens[0] == first.i and subject_of(first) is None


def _sets_the_scene(sentence: Sentence, tokens: Sequence[int], owner: int | None, roles: Roles) -> bool:
    """Whether the piece is an as-clause behind the cue ("..., the ministry said, as rescuers dug")."""
    doc, first = sentence.doc, tokens[0]
    first -= doc[first].lower_ != "as"
    if doc[first].lower_ != "as" or doc[first - 1].text != "," or doc[first].dep_ not in ("mark", "advmod"):
        return False
    cues = [i for i in roles.cue if sentence.start <= i < first]
    contents = [i for i in roles.content if sentence.start <= i < first]
    return bool(cues) and bool(contents) and min(contents) < min(cues)


def _modifies_source(doc: Doc, tokens: list[int], roles: Roles) -> bool:
    """Whether the words are a relative clause about the source ("who got a cheer of his own")."""
    first = doc[tokens[0]]
    if first.tag_ not in ("WP", "WDT") or first.head.dep_ != "relcl":
        return False
    return first.head.head.i in roles.source


def _is_no_own_claim(
    sentence: Sentence, piece: Piece, tokens: list[int], roles: Roles, paragraph: Paragraph
) -> bool:
    """Whether words outside every attribution make no claim of the outlet's."""
    doc = sentence.doc
    text = words_of(doc, tokens)
    if _answers_itself(sentence, paragraph):
        return True
    if len(tokens) < 6 and nonclaims.is_absent_attribution(doc[sentence.start : sentence.end].text):
        return True
    if piece.kind == "item" and not any(doc[i].pos_ in ("VERB", "AUX", "NUM") for i in tokens):
        return True  # "Northam; Kaine's wife; and dozens of others"
    if piece.kind in ALONE or _is_score(sentence, tokens):
        return False
    if paragraph.kind == "list_item" and not roles.content.keys() & set(sentence.tokens()):
        return len(text.split()) < 2 and doc[tokens[0]].pos_ != "PROPN"
    head = doc[piece.head]
    reports = any(c.i in roles.cue and c.dep_ == "xcomp" for c in head.children)  # "appears to show"
    if head.i in roles.cue or head.i not in tokens or reports:
        return True
    figures = sum(f.start in tokens and not f.is_age for f in sentence.figures.values())
    if head.lemma_ == "accept" and _takes_back(head):
        return True
    return not _stands_alone(sentence, piece, tokens, roles) or nonclaims.is_stance(head, figures=figures)


def _takes_back(verb: Token) -> bool:
    """Whether a verb is denied of something said ("does not accept the findings")."""
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _SAID_THINGS]
    return bool(objects) and any(c.dep_ == "neg" for c in verb.children)


def _answers_itself(sentence: Sentence, paragraph: Paragraph) -> bool:
    """Whether the outlet answers its own question of the same paragraph in half a sentence."""
    doc, before = sentence.doc, sentence.doc[max(0, sentence.start - 1)]
    if before.text != "?" or before.idx < paragraph.start:
        return False
    return not any(doc[i].tag_ in FINITE and not _is_marked(doc[i]) for i in sentence.tokens())


def _is_marked(verb: Token) -> bool:
    """Whether a finite verb opens a clause with "if", "when" or the like."""
    clause = verb.head if verb.dep_ in ("aux", "auxpass") else verb
    return any(c.dep_ == "mark" for c in clause.children)


def _is_score(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """Whether the piece is an item of a line of figures without a verb ("Shots 24-6; corners 11-2")."""
    doc = sentence.doc
    if not any(i in sentence.figures for i in tokens):
        return False
    marks = any(doc[i].text in (";", ":") for i in sentence.tokens())
    return marks and not any(doc[i].tag_ in FINITE for i in sentence.tokens())


def _stands_alone(sentence: Sentence, piece: Piece, tokens: list[int], roles: Roles) -> bool:
    """Whether the piece has a finite verb, and a subject that is its own."""
    doc, head = sentence.doc, sentence.doc[piece.head]
    counts = any(f.start in tokens for f in sentence.figures.values())
    if piece.kind == "clause" and counts and (piece.borrowed or subject_of(head) is not None):
        return True
    if not any(is_finite(doc[i]) for i in tokens if doc[i].pos_ in ("VERB", "AUX")):
        return False
    subject = subject_of(head)
    if (
        subject is not None
        and subject.i not in tokens
        and (subject.i in roles.cue or subject.i in roles.content)
    ):
        return False
    return len(tokens) >= 3 or any(f.start in tokens for f in sentence.figures.values())
