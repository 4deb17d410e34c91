"""From a speaker as one article names it to a source as the newsroom knows it.

A proper name leads to one source everywhere. A description ("officials", "one freed soldier", "police")
means somebody in this article only: two articles' officials are not one voice, and counting them as one
would invent corroboration or hide it.
"""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from claims import record, rematch
from claims.extract.types import Speaker
from claims.models import Article, AuditEntry, Claim, Outlet, Source, SourceAlias
from claims.models.source import SourceKind, fold_name

LOCAL_KINDS = frozenset({SourceKind.ANONYMOUS, SourceKind.COLLECTIVE, SourceKind.DOCUMENT})
PARTICLES = frozenset(("al bin da de del der di du el ibn la le of the van von y").split())
UNNAMED = frozenset(
    (
        "authorities colleague colleagues crew diplomat diplomats employee fan father friend guard head "
        "leader lawyer lawyers man mother neighbour neighbours observer observers officer officers official "
        "officials owner prosecutor prosecutors representative representatives resident residents soldier "
        "soldiers son source sources spokesman spokesperson spokeswoman staff student teacher woman worker "
        "workers"
    ).split()
)
PREPOSITIONS = frozenset("at by close familiar for from in near of on to with who".split())
BODIES = frozenset(
    (
        "army authority bank board charity church club committee company council court department firm force "
        "government hospital ministry military museum navy party police regulator school team union "
        "university"
    ).split()
)


def is_local(speaker: Speaker) -> bool:
    """Return whether the speaker's name means nothing outside its article."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", speaker.canonical)
    if speaker.kind in LOCAL_KINDS or not words:
        return True
    if _head(words).casefold() in UNNAMED:
        return True
    named = [word for word in words if word[0].isupper()]
    if speaker.kind == "person":
        return any(word[0].islower() and word not in PARTICLES for word in words)
    return not named or (len(words) == 1 and words[0].casefold() in BODIES)


def _head(words: list[str]) -> str:
    """Return the noun that a name is about: "Officials" of "Officials in Kyiv", else its last word."""
    end = next((at for at, word in enumerate(words) if at and word.casefold() in PREPOSITIONS), len(words))
    return words[end - 1]


# Of two kinds that articles give a source the earlier one here is kept; "organisation" is what a name whose
# kind nothing shows is taken for.
SURER = (SourceKind.MILITARY, SourceKind.GOVERNMENT, SourceKind.PERSON, SourceKind.ORGANISATION)


class Register:
    """Finds or makes the sources of one article, asking the database once for each name."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._heard: dict[Source, list[Speaker]] = {}
        self._known: dict[tuple[str, bool], Source] = {}
        self._own: Source | None = None

    def source_of(self, speaker: Speaker | None) -> Source | None:
        """Return the source of a claim; None only for the own voice of an outlet nobody has named."""
        if speaker is None:
            return self._own_voice()
        local = is_local(speaker)
        key = (fold_name(speaker.canonical)[:300], local)
        if key not in self._known:
            self._known[key] = self._find(key[0], local) or self._make(speaker, key[0], local)
        self._heard.setdefault(self._known[key], []).append(speaker)
        return self._known[key]

    def learn(self) -> None:
        """Note what the article tells of the sources it names, in the caller's transaction.

        What is kept follows from all that articles told, not from which came first. A source that people
        have put right, or listed, stays as they have it. Claims of a source that is now known better are
        matched again.
        """
        ids = sorted(source.pk for source, said in self._heard.items() if _told_more(source, said))
        for source in Source.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
            better = _best_known(source, self._heard[source])
            if better == _known(source) or _is_peoples(source):
                continue
            kind, role, organisation = better
            record.change(source, actor=None, action=LEARN, kind=kind, role=role, organisation=organisation)
            rematch.claims_again(Claim.objects.filter(source=source))

    def _own_voice(self) -> Source | None:
        if self._own is None and self.article.outlet is not None:
            self._own = own_voice(self.article.outlet)
        return self._own

    def _find(self, folded: str, local: bool) -> Source | None:
        rows = SourceAlias.objects.filter(folded=folded, within=self.article if local else None)
        alias = rows.select_related("source__merged_into").first()
        if alias is None:
            return None
        return alias.source.merged_into or alias.source

    def _make(self, speaker: Speaker, folded: str, local: bool) -> Source:
        within = self.article if local else None
        try:
            with transaction.atomic():
                source = Source.objects.create(
                    name=speaker.canonical[:300],
                    kind=speaker.kind,
                    role=speaker.role[:300],
                    organisation=speaker.organisation[:300],
                    within=within,
                )
                SourceAlias.objects.create(
                    source=source, name=speaker.canonical[:300], folded=folded, within=within
                )
        except IntegrityError:  # another worker met the same name a moment ago
            found = self._find(folded, local)
            if found is None:
                raise
            return found
        return source


LEARN = "source.learn"
Facts = tuple[str, str, str]  # kind, role, organisation


def _known(source: Source) -> Facts:
    return source.kind, source.role, source.organisation


def _told_more(source: Source, said: list[Speaker]) -> bool:
    return source.within_id is None and _best_known(source, said) != _known(source)


def _best_known(source: Source, said: list[Speaker]) -> Facts:
    """Return the surest kind, and the fullest office with the body it belongs to."""
    kinds = {source.kind, *(speaker.kind for speaker in said)}
    kind = next((kind for kind in SURER if kind in kinds), source.kind)
    offices = {(source.role, source.organisation)}
    offices |= {(speaker.role[:300], speaker.organisation[:300]) for speaker in said}
    role, organisation = max(offices, key=lambda office: (sum(map(bool, office)), len(office[0]), office))
    return str(kind), role, organisation


def _is_peoples(source: Source) -> bool:
    """Whether a person made, listed or corrected the source."""
    rows = AuditEntry.objects.filter(subject_type="source", subject_id=source.pk)
    return rows.exclude(action=LEARN).exists()


def own_voice(outlet: Outlet) -> Source:
    """Return the source that stands for what `outlet` says in its own voice."""
    source, _ = Source.objects.get_or_create(
        outlet=outlet, defaults={"name": outlet.name, "kind": SourceKind.OUTLET}
    )
    return source
