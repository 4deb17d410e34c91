"""The demo newsroom of the first run: one desk, its people, and the articles in seeds/."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from claims import record
from claims.models import Desk, Role, Source, SourceAlias, User
from claims.models.source import fold_name

from .details import Details, moment
from .services import Added, article_add_text

SEEDS = settings.BASE_DIR / "seeds"
DESK = "Foreign desk"
SAMPLE = "pow-exchange-2025-06-09"
PEOPLE = (
    ("editor", "Maeve", "Byrne", Role.EDITOR),
    ("editor2", "Jonas", "Lindqvist", Role.EDITOR),
    ("reporter", "Tola", "Okafor", Role.REPORTER),
    ("reporter2", "Inês", "Duarte", Role.REPORTER),
    ("viewer", "Priya", "Nair", Role.VIEWER),
    ("admin", "Aoife", "Keane", Role.ADMIN),
)


def people_seed(*, password: str) -> Desk:
    """Make the demo desk and its people where they are missing; returns the desk.

    People who are there keep the password and role they have.
    """
    with transaction.atomic():
        desk, _ = Desk.objects.get_or_create(name=DESK)
        for username, first, last, role in PEOPLE:
            if not User.objects.filter(username=username).exists():
                User.objects.create_user(
                    username, password=password, first_name=first, last_name=last, role=role, desk=desk
                )
    return desk


def sources_seed(*, folder: Path = SEEDS) -> int:
    """Make the sources that `sources.json` lists, with their names and sides; returns how many were missing.

    Who is a party to the conflict is for people to say, never for the machine: the list is their say.
    A source that is there under any of its names keeps what people made of it.
    """
    entries = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    with transaction.atomic():
        return sum(_source(entry) for entry in entries)


def _source(entry: dict[str, Any]) -> bool:
    names = [entry["name"], *entry["aliases"]]
    known = SourceAlias.objects.filter(folded__in=map(fold_name, names), within=None)
    if known.exists():
        return False
    fields = {key: entry.get(key, "") for key in ("name", "kind", "role", "organisation", "party_to")}
    source = Source.objects.create(**fields)
    SourceAlias.objects.bulk_create(
        SourceAlias(source=source, name=name, folded=fold_name(name)) for name in names
    )
    record.created(source, actor=None, action="source.add", note="From the seeds of the demo newsroom.")
    return True


def articles_seed(*, folder: Path = SEEDS) -> list[Added]:
    """Add the articles that `articles.json` lists, in its order; one that is there stays as it is."""
    editor = User.objects.get(username="editor")
    entries = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    return [_add(entry, folder, editor) for entry in entries]


def _add(entry: dict[str, Any], folder: Path, user: User) -> Added:
    published_at, day_only = moment(_published(entry["published"]))
    details = Details(
        title=entry["title"],
        outlet=entry.get("outlet") or "",
        agency=entry.get("agency") or "",
        url=entry.get("url") or "",
        published_at=published_at,
        published_day_only=day_only,
        digest=bool(entry.get("digest")),
    )
    text = (folder / entry["text_file"]).read_text(encoding="utf-8")
    return article_add_text(user=user, text=text, details=details, method="seed", copy=True)


def _published(value: str) -> Any:
    moment_of = datetime.fromisoformat(value)
    return moment_of if "T" in value else moment_of.date()


def sample_add(*, user: User, folder: Path = SEEDS) -> Added:
    """Add the sample article to the desk of `user`, as if pasted; if it is there, it stays as it is.

    The sides of the sources it speaks of come with it.
    """
    entries = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    sources_seed(folder=folder)
    return _add(next(entry for entry in entries if entry["slug"] == SAMPLE), folder, user)
