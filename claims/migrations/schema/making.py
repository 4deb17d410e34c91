"""The operation that makes all tables at once, and short spellings of the triggers on them.

Django works out anew what every model is after each operation that touches one; with sixty of them, all related,
that took a dozen seconds. Here all models are described first, and worked out once.
"""

from __future__ import annotations

from hashlib import sha1
from uuid import uuid4

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState
from django.utils import timezone
from pgtrigger.compiler import Trigger, UpsertTriggerSql


class CreateTogether(Operation):
    """Create tables with their indexes, constraints and triggers; what refers to what may go in a circle."""

    category = OperationCategory.ADDITION
    reversible = False

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Describe all models, and let them be worked out when they are first asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables, then the triggers; foreign keys and indexes follow at the end of the migration."""
        for model in self.models:
            schema_editor.create_model(to_state.apps.get_model(app_label, model.name))
        for model in self.models:
            for trigger in model.options.get("triggers", []):
                schema_editor.execute(trigger.install_sql, params=None)

    def describe(self) -> str:
        """Return what `migrate --plan` shows."""
        return "Create " + ", ".join(model.name for model in self.models)


def row() -> list[tuple[str, models.Field]]:
    """Return the fields with which most tables begin."""
    return [
        ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(db_index=True, default=timezone.now, editable=False)),
    ]


def trigger(model: str, name: str, on: str, func: str, *, when: str = "BEFORE", **more: str) -> Trigger:
    """Return a trigger as django-pgtrigger compiles it, under the name it would give."""
    key = sha1(f"claims.{model}:{name}".encode(), usedforsecurity=False).hexdigest()[:5]
    pgid, table = f"pgtrigger_{name}_{key}", f"claims_{model.lower()}"
    return Trigger(
        name=name,
        sql=UpsertTriggerSql(func=func, operation=on, pgid=pgid, table=table, when=when, **more),
    )


def refuses(what: str, model: str, name: str, *, on: str = "", **more: str) -> Trigger:
    """Return the trigger that refuses to "update" or "delete" rows."""
    func = f"RAISE EXCEPTION 'pgtrigger: Cannot {what} rows from % table', TG_TABLE_NAME;"
    return trigger(model, name, on or what.upper(), func, **more)


def moves(model: str, field: str, allowed: str, **more: str) -> Trigger:
    """Return the trigger that lets a status take only the `allowed` moves, as "from:to" with spaces between."""
    among = ",".join(allowed.split())
    func = (
        f"SELECT CONCAT(OLD.\"{field}\", ':', NEW.\"{field}\") = ANY('{{{among}}}'::text[])"
        f' INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."{field}" IS DISTINCT FROM'
        f' NEW."{field}") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "{field}" from "%" to'
        f' "%" on table %\', OLD."{field}", NEW."{field}", TG_TABLE_NAME; ELSE RETURN NEW; END IF;'
    )
    declared = "DECLARE _is_valid_transition BOOLEAN;"
    return trigger(model, f"{field}_moves", "UPDATE", func, declare=declared, **more)
