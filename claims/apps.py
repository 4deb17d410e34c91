"""The Django app of the newsroom."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Holds the models, rooms and pages of Second Source."""

    name = "claims"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"
