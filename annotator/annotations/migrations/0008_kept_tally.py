"""The tally is kept by one trigger on events, and counted once for what is there already.

Events of a project are written while its change counter is locked until commit, so this runs for one writer at a time;
each statement of a volatile function sees what was committed when it begins. First each tag event moves the row in
which its document is counted; then a document that is counted otherwise than before (complete, reopened, withdrawn,
brought back, superseded) moves all its live tags. So a tag that another writer has stored but not yet told of is
counted once, wherever its document has gone meanwhile: by that writer's own event.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION annotations_counting(state text, withdrawn_at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN withdrawn_at IS NOT NULL OR state = 'superseded' THEN 'closed'
        WHEN state = 'open' THEN 'open' ELSE 'complete' END
$$;

CREATE FUNCTION annotations_keep_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO annotations_tally AS kept (project_id, analyst_id, live, moved_at)
    SELECT e.project_id, CASE WHEN coalesce(c.counting, 'open') = 'open' THEN t.analyst_id END,
        sum(CASE e.op WHEN 'created' THEN 1 WHEN 'restored' THEN 1 WHEN 'retracted' THEN -1 ELSE 0 END),
        clock_timestamp()
    FROM added e
        JOIN annotations_tag t ON t.id = e.object_id
        LEFT JOIN annotations_counted c ON c.document_id = t.document_id
    WHERE e.kind = 'tag' AND coalesce(c.counting, 'open') <> 'closed'
    GROUP BY 1, 2
    ON CONFLICT (project_id, analyst_id) DO UPDATE
        SET live = kept.live + EXCLUDED.live, moved_at = EXCLUDED.moved_at;

    IF EXISTS (SELECT FROM added WHERE kind = 'document') THEN
        WITH moved AS MATERIALIZED (
            SELECT d.id, d.project_id, coalesce(c.counting, 'open') AS before,
                annotations_counting(d.state, d.withdrawn_at) AS after
            FROM documents_document d LEFT JOIN annotations_counted c ON c.document_id = d.id
            WHERE d.id IN (SELECT object_id FROM added WHERE kind = 'document')
                AND coalesce(c.counting, 'open') <> annotations_counting(d.state, d.withdrawn_at)
        ), noted AS (
            INSERT INTO annotations_counted (document_id, counting) SELECT id, after FROM moved
            ON CONFLICT (document_id) DO UPDATE SET counting = EXCLUDED.counting
        )
        INSERT INTO annotations_tally AS kept (project_id, analyst_id, live, moved_at)
        SELECT m.project_id, CASE WHEN side.counting = 'open' THEN t.analyst_id END, sum(side.sign), clock_timestamp()
        FROM moved m
            JOIN annotations_tag t ON t.document_id = m.id AND t.state = 'submitted'
            CROSS JOIN LATERAL (VALUES (m.before, -1), (m.after, 1)) AS side(counting, sign)
        WHERE side.counting <> 'closed'
        GROUP BY 1, 2
        ON CONFLICT (project_id, analyst_id) DO UPDATE
            SET live = kept.live + EXCLUDED.live, moved_at = EXCLUDED.moved_at;
    END IF;
    RETURN NULL;
END $$;

-- What the tally should say, counted anew.
CREATE FUNCTION annotations_count() RETURNS TABLE (project_id uuid, analyst_id uuid, live bigint, moved_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT d.project_id, CASE WHEN d.state = 'open' THEN t.analyst_id END, count(*), max(t.updated_at)
    FROM annotations_tag t JOIN documents_document d ON d.id = t.document_id
    WHERE t.state = 'submitted' AND annotations_counting(d.state, d.withdrawn_at) <> 'closed'
    GROUP BY 1, 2
$$;

-- For data that came in past the events: an older install's, and a copy of tables.
CREATE FUNCTION annotations_recount() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM annotations_tally;
    DELETE FROM annotations_counted;
    INSERT INTO annotations_counted (document_id, counting)
        SELECT d.id, annotations_counting(d.state, d.withdrawn_at) FROM documents_document d
        WHERE annotations_counting(d.state, d.withdrawn_at) <> 'open';
    INSERT INTO annotations_tally (project_id, analyst_id, live, moved_at) SELECT * FROM annotations_count();
END $$;

SELECT annotations_recount();

CREATE TRIGGER annotations_keep_tally AFTER INSERT ON audit_event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION annotations_keep_tally();
"""
BACK = """
DROP TRIGGER annotations_keep_tally ON audit_event;
DROP FUNCTION annotations_recount();
DROP FUNCTION annotations_count();
DROP FUNCTION annotations_keep_tally();
DROP FUNCTION annotations_counting(text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_tally"), ("audit", "0003_events_on_tags")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
