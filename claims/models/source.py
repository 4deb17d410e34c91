"""Who says things: outlets that publish, sources that are quoted, and the names they go by."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from .base import Row, kept_forever


def fold_name(name: str) -> str:
    """Return the form under which names are compared: casefolded, straight quotes, one space, no final 's."""
    folded = " ".join(name.replace("’", "'").casefold().split()).strip(" .,;:")
    return folded.removeprefix("the ").removesuffix("'s")


class Outlet(Row):
    """A publication, such as a local paper or Reuters."""

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)
    domain = models.CharField(max_length=253, blank=True, default="", db_index=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SourceKind(models.TextChoices):
    """What a source is."""

    PERSON = "person", "Person"
    GOVERNMENT = "government", "Government"
    MILITARY = "military", "Military"
    ORGANISATION = "organisation", "Organisation"
    COLLECTIVE = "collective", "Group"
    DOCUMENT = "document", "Document"
    ANONYMOUS = "anonymous", "Anonymous"
    OUTLET = "outlet", "Outlet"


class Source(Row):
    """Whom a claim is attributed to: a person, ministry, document, "two officials", or an outlet's own voice.

    `within` is set when the name means nothing outside one article ("officials", "one freed soldier"):
    two articles' officials are not one voice.
    """

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=SourceKind.choices, default=SourceKind.PERSON)
    role = models.CharField(max_length=300, blank=True, default="")
    organisation = models.CharField(max_length=300, blank=True, default="")
    party_to = models.CharField(max_length=200, blank=True, default="")  # the conflict it is a side of
    outlet = models.OneToOneField(
        Outlet, on_delete=models.PROTECT, null=True, blank=True, related_name="own_voice"
    )
    within = models.ForeignKey(
        "claims.Article", on_delete=models.PROTECT, null=True, blank=True, related_name="local_sources"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values),
                name="source_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="source_not_merged_into_itself",
            ),
        ]
        indexes = [GinIndex(SearchVector("name", config="english"), name="source_name_text")]
        triggers = [kept_forever()]

    def __str__(self) -> str:
        return self.name

    @property
    def described(self) -> str:
        """The name with its role when known: "Vladimir Medinsky, Kremlin aide"."""
        return f"{self.name}, {self.role}" if self.role else self.name

    @property
    def other_names(self) -> list[str]:
        """The names it goes by besides its own, in order."""
        return [alias.name for alias in self.aliases.all() if alias.name != self.name]


class SourceAlias(Row):
    """A name a source goes by. Within its scope (everywhere, or one article) a name leads to one source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    within = models.ForeignKey("claims.Article", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "within"], nulls_distinct=False, name="alias_leads_to_one_source"
            ),
        ]
        indexes = [GinIndex(SearchVector("name", config="english"), name="alias_name_text")]

    def __str__(self) -> str:
        return self.name
