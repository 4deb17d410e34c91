"""Claims that say the same in the same words: copies of one wire report, carried by many outlets."""

from __future__ import annotations

from django.db import models

from .claim import Claim
from .people import Desk


class ClaimCopy(models.Model):
    """The words a claim shares with its copies, as a key, and where it stands in the row of them.

    Derived; may be made anew at any time. Only the first few of a row are compared with other claims.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="copy_row")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=32)
    stood = models.CharField(max_length=300)  # when published, where: earlier is smaller

    class Meta:
        indexes = [models.Index(fields=["desk", "key", "stood"], name="claim_copy_row")]

    def __str__(self) -> str:
        return f"{self.claim} in row {self.key}"
