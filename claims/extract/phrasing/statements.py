"""From an atom to its statement: what the wording needs to know, gathered in text order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from claims.extract.cuts.atoms import Atom
from claims.extract.phrasing.answers import question_before
from claims.extract.phrasing.called import shown
from claims.extract.phrasing.canonical import statement
from claims.extract.phrasing.firstperson import first_person
from claims.extract.phrasing.fullnames import full_names
from claims.extract.phrasing.items import lead_in
from claims.extract.phrasing.pronouns import third_person_names
from claims.extract.phrasing.reference import References
from claims.extract.phrasing.telling import Telling, inherited_subject, main_verb
from claims.extract.reading.pieces import noun_phrase, subject_of
from claims.extract.types import Attribution, Speaker
from claims.extract.when.lead_ins import LeadIns
from claims.extract.when.stated_days import Almanac

_GAP = 5  # tokens
_HOSTS = frozenset({"main", "clause", "shared", "item"})


@dataclass(slots=True)
class Narrator:
    """Makes the statements of an article, atom by atom in text order."""

    doc: Doc
    references: References
    almanac: Almanac
    quoted: frozenset[int]
    lead_ins: LeadIns
    lines: dict[Atom, str] = field(default_factory=dict)

    def tell(
        self,
        atom: Atom,
        *,
        attribution: Attribution | None,
        speaker: Speaker | None,
        direct: bool,
        denied: bool,
        figures: Sequence[int],
        cue: Sequence[int],
        siblings: Sequence[Atom],
    ) -> str:
        """Return the statement of an atom.

        `figures` and `cue` are tokens; `siblings` the other atoms of the sentence; `direct` says that the
        claim lies in quotation marks.
        """
        host = _host(atom, siblings)
        lead = host.tokens if host is not None and atom.kind not in ("main", "clause") else ()
        question = question_before(self.doc, atom.tokens)
        own = {*question, *atom.tokens, *_lent_subject(self.doc, atom), *_gap(atom, cue)}
        names = self._names(sorted({*own, *lead}), atom, speaker, direct=direct)
        told = Telling(
            self.doc,
            atom.tokens,
            atom.head,
            atom.kind,
            speaker=speaker,
            figures=frozenset(figures),
            names=names,
            own_names=self._names(sorted(own), atom, speaker, direct=direct) if lead else names,
            denied=denied,
            cue=tuple(cue),
            cue_lemma=attribution.cue_lemma if attribution else "",
            cue_kind=attribution.kind if attribution else "",
            host=host.tokens if host else (),
            host_head=host.head if host else -1,
            host_line=self.lines.get(host, "") if host else "",
            first=atom.sentence[0],
            question=question,
            lead=lead_in(self.doc, self.lead_ins.above(self.doc[atom.tokens[0]].idx)),
        )
        line = self.lines[atom] = statement(told)
        return line

    def _names(
        self, tokens: Sequence[int], atom: Atom, speaker: Speaker | None, *, direct: bool
    ) -> dict[int, str]:
        """Return the words for the names, pronouns and days among tokens."""
        first = atom.tokens[0] if not self._hosted(tokens, atom) else tokens[0]
        # words within quotation marks that stay are not changed
        free = tokens if direct else [i for i in tokens if i not in self.quoted]
        names = full_names(self.doc, free, self.references)
        names |= third_person_names(self.doc, tokens, self.references)
        if speaker is not None and speaker.canonical != "unspecified" and speaker.kind != "outlet":
            said = [i for i in tokens if i in self.quoted]
            if direct or atom.attribution is not None:
                said = [i for i in tokens if i >= first]
            names |= first_person(self.doc, said, speaker, named=self._is_named(tokens, names, speaker))
        return names | self.almanac.named(tokens, atom.sentence)

    def _hosted(self, tokens: Sequence[int], atom: Atom) -> bool:
        """Whether tokens before a claim are those of a clause it hangs on, not a few that report it."""
        return atom.tokens[0] - tokens[0] > _GAP

    def _is_named(self, tokens: Sequence[int], names: dict[int, str], speaker: Speaker) -> bool:
        """Whether tokens name their speaker, so that "I" among them is he or she."""
        name = shown(speaker)
        last = name.split()[-1]
        return name in names.values() or any(self.doc[i].text == last for i in tokens)


def _gap(atom: Atom, cue: Sequence[int]) -> range:
    """Return the few tokens between a cue and the claim behind it ("called it")."""
    last = cue[-1] if cue else -1
    return range(last + 1, atom.tokens[0]) if 0 < atom.tokens[0] - last <= _GAP and last >= 0 else range(0)


def _lent_subject(doc: Doc, atom: Atom) -> list[int]:
    """Return the subject that a clause without one takes from the clauses before it."""
    verb = main_verb(doc, atom.tokens, atom.head)
    subject = inherited_subject(verb) if verb is not None and subject_of(verb) is None else None
    return noun_phrase(doc, subject) if subject is not None else []


def _host(atom: Atom, siblings: Sequence[Atom]) -> Atom | None:
    """Return the clause of the sentence that an adjunct or a torn-off phrase hangs on: the last before it."""
    if atom.kind not in ("figure", "record", "participle", "shared", "main", "clause"):
        return None
    earlier = [a for a in siblings if a.tokens[0] < atom.tokens[0] and a.kind in _HOSTS]
    return max(earlier, key=lambda a: max(i for i in a.tokens if i < atom.tokens[0]), default=None)
