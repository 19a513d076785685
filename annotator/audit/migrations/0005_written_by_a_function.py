"""Events are written by a function: the counter first, which waits, and then what the others have committed is seen.

Each statement of a volatile function sees what was committed when it begins. One statement for both would judge the
veil by a snapshot from before it waited: a tag that was written while its document became complete would be hidden,
and nobody be told of it again. `audit_veil` is the rule of a higher room, which replaces it (documents).
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION audit_veil(document uuid) RETURNS smallint LANGUAGE sql STABLE AS 'SELECT 0::smallint';

CREATE FUNCTION audit_write(project uuid, events jsonb, patience text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    before bigint;
BEGIN
    IF project IS NOT NULL THEN
        IF patience <> '' THEN  -- whoever hangs from here on stops the project: he is cut
            PERFORM set_config('idle_in_transaction_session_timeout', patience, true);
        END IF;
        INSERT INTO audit_changecounter AS c (project_id, value) VALUES (project, jsonb_array_length(events))
            ON CONFLICT (project_id) DO UPDATE SET value = c.value + EXCLUDED.value
            RETURNING value - jsonb_array_length(events) INTO before;
    END IF;
    moment := clock_timestamp();
    INSERT INTO audit_event (project_id, change, at, by_id, kind, op, object_id, data, owner_id, veil, hidden)
    WITH event AS MATERIALIZED (
        SELECT e.*, CASE WHEN e.kind = 'document' THEN e.object_id ELSE (e.data ->> 'document')::uuid END AS document
        FROM jsonb_to_recordset(events) AS e(place bigint, by_id uuid, kind text, op text, object_id uuid, data jsonb,
            owner_id uuid, under smallint)
    ), veil AS MATERIALIZED (
        SELECT d.document, audit_veil(d.document) AS veil
        FROM (SELECT DISTINCT document FROM event WHERE document IS NOT NULL) d
    )
    SELECT project, before + e.place, moment, e.by_id, e.kind, e.op, e.object_id, e.data, e.owner_id,
        coalesce(v.veil, 0), coalesce(coalesce(v.veil, 0) >= e.under, false)
    FROM event e LEFT JOIN veil v ON v.document = e.document
    ORDER BY e.place;
END $$;
"""
DROP = """
DROP FUNCTION audit_write(uuid, jsonb, text);
DROP FUNCTION audit_veil(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_veiled_events")]
    operations = [migrations.RunSQL(CREATE, DROP)]
