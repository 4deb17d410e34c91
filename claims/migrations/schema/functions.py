"""Extensions and functions of the database: what no model can describe."""

from __future__ import annotations

from django.apps.registry import Apps
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PGVECTOR = (0, 8)  # the first that goes on looking when rows are filtered


def have_vectors(apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the extension "vector" unless it is there, and say what to do where that is not allowed."""
    name = schema_editor.connection.settings_dict["NAME"]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        if found := cursor.fetchone():
            if tuple(int(part) for part in found[0].split(".")[:2]) < PGVECTOR:
                raise CommandError(
                    f"pgvector {found[0]} is too old; Second Source needs 0.8 or newer. Install it on the database "
                    f"server, then run in database {name} as a superuser: ALTER EXTENSION vector UPDATE;"
                )
            return
        try:
            cursor.execute("CREATE EXTENSION vector")
        except DatabaseError as problem:
            raise CommandError(
                "Second Source needs the PostgreSQL extension pgvector, 0.8 or newer. Install it on the database "
                f"server, then run in database {name} as a superuser: CREATE EXTENSION vector; "
                f"The server said: {str(problem).strip()}"
            ) from problem


# Beside the row, not out of line: a vector is read each time its neighbours are looked for.
VECTORS_IN_LINE = """
ALTER TABLE claims_claimreading ALTER COLUMN text_vector SET STORAGE PLAIN,
    ALTER COLUMN context_vector SET STORAGE PLAIN;
"""

# Statement and quotations are kept apart by words that hold their places but are not searched: a phrase
# never begins in one and ends in the other.
WORDS = """
CREATE FUNCTION claim_words(statement text, quoted text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('english'::regconfig, coalesce(statement, '') || ' of of of of of of of of ' || quoted)
$$;
CREATE FUNCTION claim_quoted(claim uuid) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(exact, ' of of of of of of of of ' ORDER BY created_at, id), '')
    FROM claims_appearance WHERE claim_id = claim
$$;
"""

# The one spelling of an entry that is hashed: a JSON list, as docs/operations.md describes it.
RECORD_HASHES = """
CREATE FUNCTION record_canonical(e claims_auditentry) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT json_build_array(
        1, e.chain, e.link, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        e.desk_id, e.actor_id, e.action, e.subject_type, e.subject_id, e.claim_id, e.article_id,
        e.before::text, e.after::text, e.note, e.undoes_id
    )::text
$$;
CREATE FUNCTION record_hash(previous bytea, e claims_auditentry) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(COALESCE(encode(previous, 'hex'), '') || chr(10) || record_canonical(e), 'UTF8'))
$$;
"""

# SECURITY DEFINER: once the record is handed over, the application may read the ends of chains, not write them.
RECORD_CHAIN = """
CREATE FUNCTION record_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    head claims_auditchain;
BEGIN
    NEW.chain := COALESCE(NEW.claim_id, NEW.subject_id);
    SELECT * INTO head FROM claims_auditchain c WHERE c.chain = NEW.chain FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO claims_auditchain (chain, length, hash) VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM claims_auditchain c WHERE c.chain = NEW.chain FOR UPDATE;
    END IF;
    NEW.link := head.length + 1;
    NEW.hash := record_hash(head.hash, NEW);
    UPDATE claims_auditchain SET length = NEW.link, hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END $$;
CREATE TRIGGER record_chain BEFORE INSERT ON claims_auditentry FOR EACH ROW EXECUTE FUNCTION record_chain();
"""

# record_settled waits for those who write now and returns the last entry: whatever is numbered up to it is
# there for good. It lets go at the end of its transaction. record_seal says how one chain stands.
RECORD_READING = """
CREATE FUNCTION record_settled() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    LOCK TABLE claims_auditentry IN SHARE MODE;
    RETURN COALESCE((SELECT max(id) FROM claims_auditentry), 0);
END $$;
CREATE FUNCTION record_seal(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object(
        'entries', count(*),
        'length', COALESCE((SELECT c.length FROM claims_auditchain c WHERE c.chain = wanted), 0),
        'ends', COALESCE((SELECT encode(c.hash, 'hex') FROM claims_auditchain c WHERE c.chain = wanted), ''),
        'head', COALESCE(encode((array_agg(link.hash ORDER BY link.place DESC))[1], 'hex'), ''),
        'broken', min(link.place) FILTER (WHERE link.bad)
    )
    FROM (
        SELECT row_number() OVER w AS place, e.hash,
            e.link <> row_number() OVER w OR e.hash IS DISTINCT FROM record_hash(lag(e.hash) OVER w, e) AS bad
        FROM claims_auditentry e WHERE e.chain = wanted WINDOW w AS (ORDER BY e.link)
    ) link
$$;
"""

