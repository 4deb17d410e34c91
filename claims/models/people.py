"""Who works here: desks, and people with one role each."""

from __future__ import annotations

import uuid
import zoneinfo
from datetime import tzinfo

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Role(models.TextChoices):
    """What a person may do; claims.access holds the table."""

    REPORTER = "reporter", "Reporter"
    EDITOR = "editor", "Editor"
    VIEWER = "viewer", "Viewer"
    ADMIN = "admin", "Admin"


class Theme(models.TextChoices):
    """The colours of the pages; empty follows the person's system."""

    SYSTEM = "", "As my system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class NagMail(models.TextChoices):
    """When a person gets e-mail about work that is late."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, in the morning"
    OFF = "off", "Never"


class Desk(models.Model):
    """A team. People see the articles, claims and reports of their own desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    feed_key = models.CharField(max_length=64, blank=True, default="")  # empty: no feed of its own

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.VIEWER)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    theme = models.CharField(max_length=8, choices=Theme.choices, blank=True, default="")
    keys_enabled = models.BooleanField(default=True)
    own_keys = models.JSONField(default=dict, blank=True)  # the key a button shows to all: the person's own
    time_zone = models.CharField(max_length=64, blank=True, default="")
    last_desk_visit = models.DateTimeField(null=True, blank=True)
    nag_mail = models.CharField(max_length=8, choices=NagMail.choices, default=NagMail.DAILY)
    digest_on = models.DateField(null=True, blank=True)  # the last morning a digest was made, in their zone
    calendar_key = models.CharField(max_length=64, blank=True, default="")  # empty: no calendar feed
    tour_step = models.PositiveSmallIntegerField(default=1)  # 0: the tour was closed
    queue_hides = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # columns not wanted

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=Q(nag_mail__in=NagMail.values), name="user_nag_mail_known"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name shown beside everything a person did."""
        return self.get_full_name() or self.get_username()

    @property
    def zone(self) -> tzinfo:
        """The time zone the person chose, else the newsroom's."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else timezone.get_default_timezone()
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return timezone.get_default_timezone()

    @property
    def initials(self) -> str:
        """At most two capitals, for the round badge."""
        parts = self.display_name.replace("_", " ").split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
