"""The record belongs to a role of its own, so that the application can add to it and nothing else.

A superuser runs the statements in the application's database: `hand_back` before migrations, which alter
tables as their owner, `hand_over` after them. `manage.py up` does it for the embedded server;
`manage.py record_grants` prints them for a server of yours.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql

KEEPER = "record_keeper"
ADDED_TO = ("claims_auditentry", "claims_auditcheckpoint")  # the application adds rows
READ = ("claims_auditchain",)  # the trigger alone writes
FUNCTIONS = (
    "record_canonical(claims_auditentry)",
    "record_hash(bytea, claims_auditentry)",
    "record_chain()",
    "record_settled()",
    "record_seal(uuid)",
)
REFUSES = """
CREATE OR REPLACE FUNCTION record_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is never emptied: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
"""


def hand_over(role: str) -> str:
    """Return the statements after which `role` can read the record and add to it, and nothing else."""
    parts = [
        f"DO $$ BEGIN CREATE ROLE {KEEPER} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        # A schema's owner may drop what stands in it, and the owner of a database owns its schema.
        "ALTER SCHEMA public OWNER TO CURRENT_USER;",
        _with("GRANT USAGE, CREATE ON SCHEMA public TO {role};", role),
        f"GRANT USAGE ON SCHEMA public TO {KEEPER};",
        REFUSES.strip(),
    ]
    for table in (*ADDED_TO, *READ):
        parts += [
            f"ALTER TABLE {table} OWNER TO {KEEPER};",
            _with(f"REVOKE ALL ON {table} FROM PUBLIC, {{role}};", role),
            _with(f"GRANT SELECT{', INSERT' if table in ADDED_TO else ''} ON {table} TO {{role}};", role),
            f"DROP TRIGGER IF EXISTS record_refuses ON {table};",
            f"CREATE TRIGGER record_refuses BEFORE TRUNCATE ON {table} EXECUTE FUNCTION record_refuses();",
        ]
    parts += [f"ALTER FUNCTION {name} OWNER TO {KEEPER};" for name in FUNCTIONS]
    parts += [f"ALTER FUNCTION {name} SET search_path = public, pg_temp;" for name in FUNCTIONS[2:4]]
    return "\n".join(parts)


def hand_back(role: str) -> str:
    """Return the statements after which `role` owns the record again, for migrations."""
    parts = [_with(f"ALTER TABLE IF EXISTS {name} OWNER TO {{role}};", role) for name in (*ADDED_TO, *READ)]
    names = ", ".join(f"'{name}'" for name in FUNCTIONS)
    parts += [
        "DO $$ DECLARE name text; BEGIN",
        f"    FOREACH name IN ARRAY ARRAY[{names}] LOOP",
        "        IF to_regclass('claims_auditentry') IS NOT NULL AND to_regprocedure(name) IS NOT NULL THEN",
        _with("            EXECUTE format('ALTER FUNCTION %s OWNER TO {role}', name);", role),
        "        END IF;",
        "    END LOOP;",
        "    IF to_regclass('claims_auditchain') IS NOT NULL THEN",
        *(f"        DROP TRIGGER IF EXISTS record_refuses ON {name};" for name in (*ADDED_TO, *READ)),
        "    END IF;",
        "END $$;",
    ]
    return "\n".join(parts)


def run(connection: Connection[Any], statements: str) -> None:
    """Run the statements of one of the two, all or none."""
    with connection.transaction():
        connection.execute(statements.encode())


def _with(statement: str, role: str) -> str:
    return statement.format(role=sql.Identifier(role).as_string(None))
