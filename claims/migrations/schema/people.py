"""Tables of claims/models/people.py."""

from __future__ import annotations

from uuid import uuid4

import django.contrib.auth.models
import django.contrib.auth.validators
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

MODELS = [
    migrations.CreateModel(
        "Desk",
        fields=[
            ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
            ("name", models.CharField(max_length=120, unique=True)),
            ("feed_key", models.CharField(blank=True, default="", max_length=64)),
        ],
    ),
    migrations.CreateModel(
        "User",
        fields=[
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            (
                "username",
                models.CharField(
                    error_messages={"unique": "A user with that username already exists."},
                    help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                    max_length=150,
                    unique=True,
                    validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                    verbose_name="username",
                ),
            ),
            ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
            ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
            (
                "is_staff",
                models.BooleanField(
                    default=False,
                    help_text="Designates whether the user can log into this admin site.",
                    verbose_name="staff status",
                ),
            ),
            (
                "is_active",
                models.BooleanField(
                    default=True,
                    help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                    verbose_name="active",
                ),
            ),
            ("date_joined", models.DateTimeField(default=timezone.now, verbose_name="date joined")),
            ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
            (
                "role",
                models.CharField(
                    choices=[
                        ("reporter", "Reporter"),
                        ("editor", "Editor"),
                        ("viewer", "Viewer"),
                        ("admin", "Admin"),
                    ],
                    default="viewer",
                    max_length=12,
                ),
            ),
            (
                "theme",
                models.CharField(
                    blank=True,
                    choices=[("", "As my system"), ("light", "Light"), ("dark", "Dark")],
                    default="",
                    max_length=8,
                ),
            ),
            ("keys_enabled", models.BooleanField(default=True)),
            ("time_zone", models.CharField(blank=True, default="", max_length=64)),
            ("last_desk_visit", models.DateTimeField(blank=True, null=True)),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
            (
                "desk",
                models.ForeignKey(
                    blank=True, null=True, on_delete=models.PROTECT, related_name="people", to="claims.desk"
                ),
            ),
            ("calendar_key", models.CharField(blank=True, default="", max_length=64)),
            ("digest_on", models.DateField(blank=True, null=True)),
            (
                "nag_mail",
                models.CharField(
                    choices=[
                        ("at_once", "At once"),
                        ("daily", "Once a day, in the morning"),
                        ("off", "Never"),
                    ],
                    default="daily",
                    max_length=8,
                ),
            ),
            ("tour_step", models.PositiveSmallIntegerField(default=1)),
            (
                "queue_hides",
                ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None),
            ),
            ("own_keys", models.JSONField(blank=True, default=dict)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=Q(("role__in", ["reporter", "editor", "viewer", "admin"])),
                    name="user_role_known",
                ),
                models.CheckConstraint(
                    condition=Q(("nag_mail__in", ["at_once", "daily", "off"])), name="user_nag_mail_known"
                ),
            ],
        },
        managers=[("objects", django.contrib.auth.models.UserManager())],
    ),
]
