"""Text that articles share: prints of texts, the copies found, their clusters, what people say of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from .article import Article, ArticleVersion
from .base import Row, never_changed
from .claim import Claim
from .people import Desk, User


class TextCluster(Row):
    """Article versions that carry one text. Bridged clusters become one; a person's word divides one."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"text cluster {self.pk}"


class TextPrint(models.Model):
    """The shingles of one text and the keys under which a copy finds it. Derived; may be made anew.

    `keys` is empty when the text is too short to be told from others, or when a near-identical one stands
    for it in the index: ten thousand copies of one story are found by a few of them.
    """

    version = models.OneToOneField(
        ArticleVersion, on_delete=models.PROTECT, primary_key=True, related_name="text_print"
    )
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=20)
    hashes = models.BinaryField()  # sorted 32-bit hashes, little-endian
    keys = ArrayField(models.IntegerField(), default=list, blank=True)
    cluster = models.ForeignKey(
        TextCluster, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="text_print_keys")]

    def __str__(self) -> str:
        return f"print of {self.version}"


class TextCopy(Row):
    """A text that was found to be the same as an earlier captured one, and how much they share."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="copy_of")
    of = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="copied_by")
    containment = models.FloatField()  # part of the shorter text, 0 to 1
    resemblance = models.FloatField()  # shared shingles among those of both
    scheme = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "of"], name="text_copy_once"),
            models.CheckConstraint(condition=~Q(version=F("of")), name="text_copy_not_itself"),
            models.CheckConstraint(
                condition=Q(containment__gte=0, containment__lte=1, resemblance__gte=0, resemblance__lte=1),
                name="text_copy_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} has {self.containment:.0%} of {self.of}"


class About(models.TextChoices):
    """What a ruling is about."""

    TEXT = "text", "Whether two articles carry one text"
    ORIGIN = "origin", "Whether an article leads to the claim's own origin"


class Ruling(models.TextChoices):
    """What a person says."""

    SAME = "same", "The same"
    SEPARATE = "separate", "Separate"
    MACHINE = "machine", "As the machine sees it"


class OriginRuling(Row):
    """A person's word on origins, for a reason. The newest counts; the machine never overrides it.

    About text: `article` and `other` in order of their ids, for every claim in them. About origin: where
    `article` leads to for `claim`, beside `other` or, without one, the claim's own article.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=8, choices=About.choices)
    ruling = models.CharField(max_length=8, choices=Ruling.choices)
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="origin_rulings"
    )  # on whose page it was said
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    ruled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="origin_ruling_about_known"),
            models.CheckConstraint(condition=Q(ruling__in=Ruling.values), name="origin_ruling_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="origin_ruling_has_reason"),
            models.CheckConstraint(
                condition=Q(about="text", other__isnull=False, article__lt=F("other"))
                | Q(about="origin", claim__isnull=False),
                name="origin_ruling_has_its_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "created_at"], name="origin_ruling_of_claim"),
            models.Index(fields=["article", "other", "created_at"], name="origin_ruling_of_pair"),
        ]
        triggers = never_changed()

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.get_ruling_display()}"
