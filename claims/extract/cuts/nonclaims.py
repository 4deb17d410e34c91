"""What looks like a claim and is none: questions, commands, absent attribution, stance, formulas."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

_ABSENT = re.compile(
    r"\b(?:declin\w+|refus\w+) (?:to (?:comment|say|answer|discuss|confirm|elaborate|be drawn|give|provide"
    r"|name|identify|disclose"
    r"|speculate|respond|take questions|be (?:named|identified|interviewed))|(?:further )?comment"
    r"|all requests|interview)"
    r"|\b(?:did|does|do|would|could|had|has|have|was|were|is|are)(?: not|n't)(?: yet| immediately| always"
    r"| publicly| directly| say| so)*"
    r" (?:respon\w+|return\w*|repl\w+|say|said|confirm(?:ed)?|give|given|gave|elaborate\w*|comment\w*"
    r"|specif\w+|disclose\w*|provide\w*"
    r"|disput\w+|den(?:y|ied)|name|named|identif\w+|be drawn|be reached|discuss\w*|releas\w+|explain\w*"
    r"|answer\w*|available"
    r"|reachable|offer\w*|detail\w*|reveal\w*|address\w*|go into|be contacted|immediately available)\b"
    r"|\b(?:wo(?:n't| n't)|will not|is not|are not|isn't|aren't)"
    r" (?:say(?:ing)?\b(?! that)|comment|be drawn|discuss\w* the)"
    r"|\bneither (?:confirm|den)\w+ nor\b|\bneither\b.{0,60}\b(?:said|gave|would say|commented|responded"
    r"|offered|confirmed)\b"
    r"|\b(?:took|answered) no questions|\b(?:offer|g[ai]ve|provid)\w* no (?:further )?(?:details?"
    r"|explanation|reasons?|figures?|timetable"
    r"|comment|information|indication|names?|date|breakdown)\b"
    r"|\b(?:it|there|what|that|how|why|who|whether)\b.{0,60}\b(?:is|was|are|were|remain\w*)(?: not|n't"
    r"| still| far from)?(?: yet| immediately)?"
    r" (?:un)?(?:clear|known|certain)\b(?! (?:as|for|to be|that he|that she))"
    r"|\bno (?:immediate )?(?:comment|response|reply|word)\b|\bnot (?:immediately )?(?:available"
    r"|reachable) (?:for comment|to)"
    r"|\bwithout (?:taking|answering) (?:any |further |more )*questions"
    r"|\bno suggestion (?:of|that)|\bwithout elaborating|\bhas (?:been )?(?:contacted"
    r"|approached) .{0,60} for comment"
    r"|\bhave been (?:contacted|approached|asked) for comment|\bdid not (?:take|answer) (?:any )?questions"
    r"|\b(?:has|have|had) yet to (?:comment|respond|reply|say|confirm|release|publish|give|answer|explain)\b"
    r"|\b(?:no[ -]?one|nobody|none|no \w+)\b.{0,40}\b(?:was|were|is) (?:immediately )?available\b"
    r"|\bkept (?:his|her|their) counsel"
    r"|\bwould say only\b(?!\s+that)",
    re.I,
)
_FORMULA = re.compile(
    r"^\W*(?:(?:the|an?) (?:inquest|trial|hearing|case|inquiry|tribunal|investigation"
    r"|search)(?: \w+)? (?:continues?|goes on)\b"
    r"|good (?:morning|afternoon|evening)\b|welcome (?:to|back)\b|(?:thank you|thanks|sorry|hello"
    r"|hi)\b(?!.{30})|stay (?:with us|tuned)\b"
    r"|more (?:details )?(?:to follow|soon|as we get it)|that'?s all\b|here(?:'s| is| are) (?:what|the|a"
    r"|our)\b.{0,60}$"
    r"|(?:that['’]?s|that is|this is) (?:all|it|where we)\b"
    r"|(?:we'?ll|we will) bring you|follow (?:our|the) live|read more|click\b|over to\b)",
    re.I,
)
_LIVE = re.compile(r"\b(?:our|this|the) (?:live|rolling)[ -](?:coverage|blog|page|updates?|report)\b", re.I)
_SORRY = re.compile(
    r"^(?:(?:his|her|its|their|our|my|the|deep|deepest|sincere|sincerest|heartfelt) )*"
    r"(?:condolences|sympath(?:y|ies)|apolog(?:y|ies))\b"
    r"|\b(?:apologi[sz]e[sd]?|my condolences|our condolences|our thoughts (?:are|and prayers)"
    r"|our hearts go out|(?:am|are|is) (?:so |very |deeply |truly )?sorry"
    r"|thank(?:s|ed)? (?:you|everyone|the|all)|rest in peace|pay(?:s|ing)? tribute)\b",
    re.I,
)
_STANCE = frozenset(
    "dispute reject back endorse echo defend support agree disagree apologise apologize thank welcome"
    " condemn praise"
    " acknowledge concede deny confirm hail applaud respond reply contact approach decline refuse".split()
)
_COMES_AFTER = re.compile(
    r"^\W*(?:it|this|that|(?:the|this|that|these|his|her|their) (?:[\w'’-]+ ){0,3}[\w'’-]+)"
    r" (?:\w+ly )?(?:comes?|came|follows?|followed)\W*(?:\w+ )?(?:just |only )?(?:\w+ )?(?:after|as)?\W*$",
    re.I,
)
_DIRECTIVE_OPENERS = frozenset("please don't do let never just".split())
_NOT_A_PROPOSITION = re.compile(
    r"^\W*(?:yes|no|ok|okay|well|indeed|right|exactly|absolutely|of course|why not|so what)\W*$", re.I
)


def is_question(text: str, after: str) -> bool:
    """Whether a stretch of text ends in, or is directly followed by, a question mark."""
    return text.rstrip("\"'”’) ").endswith("?") or re.match(r"[\"'”’\s)]*\?", after) is not None


def is_absent_attribution(text: str) -> bool:
    """Whether the words only say that somebody did not say, answer or confirm."""
    return _ABSENT.search(text) is not None


def is_nor_denied(verb: Token) -> bool:
    """Whether the verb is one of "neither confirmed nor denied"."""
    for first in (verb, verb.head) if verb.dep_ == "conj" else (verb,):
        joints = {c.lower_ for c in first.children if c.dep_ in ("preconj", "cc", "advmod", "neg")}
        if first.lemma_.lower() in _STANCE and {"neither", "nor"} <= joints:
            return True
    return False


def opens_absent(text: str) -> bool:
    """Whether the words open with such an absence ("offered no details of the deal")."""
    return _ABSENT.match(text) is not None


def is_formula(text: str) -> bool:
    """Whether the words greet, thank, condole or announce the page itself."""
    return bool(
        _FORMULA.match(text)
        or _SORRY.search(text)
        or _LIVE.search(text)
        or _COMES_AFTER.match(text)
        or _NOT_A_PROPOSITION.match(text)
    )


def is_stance(head: Token, *, figures: int) -> bool:
    """Whether the verb only takes a side ("backed her up", "rejects the findings") without a proposition."""
    if head.lemma_.lower() not in _STANCE or figures:
        return False
    if any(c.dep_ == "nsubj" and c.tag_ == "CD" for c in head.children):
        return False  # "212 backed the merger"
    if head.lemma_.lower() == "back":
        return any(c.dep_ in ("prt", "dobj") for c in head.children)
    return not any(c.dep_ in ("ccomp", "xcomp") for c in head.children)


def is_imperative(doc: Doc, tokens: list[int]) -> bool:
    """Whether the clause of these tokens is a command: a bare verb first, and no subject."""
    words = [doc[i] for i in tokens if not doc[i].is_punct and not doc[i].is_space]
    while words and (words[0].tag_ in ("UH", "CC") or words[0].lower_ in ("please", "just", "so", "then")):
        words = words[1:]
    if not words:
        return False
    if any(
        w.dep_ in ("nsubj", "nsubjpass") and w.head.tag_ in ("VBZ", "VBP", "VBD", "VBG", "VBN") for w in words
    ):
        return False
    verb = words[0]
    if verb.lower_ in ("do", "don't", "never", "let") and len(words) > 1:
        following = words[2] if words[1].lower_ in ("n't", "not") and len(words) > 2 else words[1]
        if following.tag_ == "VB" or verb.lower_ == "let":
            return True
    return verb.tag_ == "VB" and not any(
        c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children if c.i < verb.i
    )
