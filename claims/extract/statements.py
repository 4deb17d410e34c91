"""From an atom to its statement: what the wording needs to know, gathered in text order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from .atoms import Atom
from .canonical import statement
from .firstperson import first_person
from .pieces import noun_phrase, subject_of
from .pronouns import third_person_names
from .reference import References
from .stated_days import Almanac
from .telling import Telling, inherited_subject, main_verb
from .types import Attribution, Speaker

_HOSTS = frozenset({"main", "clause", "shared", "item"})


@dataclass(slots=True)
class Narrator:
    """Makes the statements of an article, atom by atom in text order."""

    doc: Doc
    references: References
    almanac: Almanac
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
        told = Telling(
            self.doc,
            atom.tokens,
            atom.head,
            atom.kind,
            speaker,
            frozenset(figures),
            self._names(atom, host, speaker, direct=direct),
            denied,
            tuple(cue),
            attribution.cue_lemma if attribution else "",
            attribution.kind if attribution else "",
            host.tokens if host else (),
            host.head if host else -1,
            self.lines.get(host, "") if host else "",
            atom.sentence[0],
        )
        line = self.lines[atom] = statement(told)
        return line

    def _names(
        self, atom: Atom, host: Atom | None, speaker: Speaker | None, *, direct: bool
    ) -> dict[int, str]:
        """Return the words for the pronouns of an atom and of the clause it hangs on."""
        lead = host.tokens if host is not None and atom.kind not in ("main", "clause") else ()
        tokens = sorted({*atom.tokens, *lead, *_lent_subject(self.doc, atom)})
        names = third_person_names(self.doc, tokens, self.references)
        if direct and speaker is not None and speaker.canonical != "unspecified":
            names |= first_person(self.doc, tokens, speaker)
        return names | self.almanac.named(tokens, atom.sentence)


def _lent_subject(doc: Doc, atom: Atom) -> list[int]:
    """Return the subject that a clause without one takes from the clauses before it."""
    verb = main_verb(doc, atom.tokens, atom.head)
    subject = inherited_subject(verb) if verb is not None and subject_of(verb) is None else None
    return noun_phrase(doc, subject) if subject is not None else []


def _host(atom: Atom, siblings: Sequence[Atom]) -> Atom | None:
    """Return the clause of the sentence that an adjunct or a torn-off phrase hangs on: the last before it."""
    if atom.kind not in ("figure", "record", "participle", "main", "clause"):
        return None
    earlier = [a for a in siblings if a.tokens[0] < atom.tokens[0] and a.kind in _HOSTS]
    return max(earlier, key=lambda a: max(i for i in a.tokens if i < atom.tokens[0]), default=None)
