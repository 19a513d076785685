"""Whose work the events of an older install are about, and which of them were told to him and the supervisors alone.

The veil over a document at a change follows from history: it is open until an event says otherwise.
"""

from django.db import migrations

FILL = """
SET LOCAL annotator.maintenance = 'on';
WITH named AS (
    SELECT e.id, e.project_id, e.change, e.kind, e.op, e.data,
        CASE WHEN e.kind = 'document' THEN e.object_id ELSE (e.data ->> 'document')::uuid END AS document,
        CASE e.kind WHEN 'tag' THEN t.analyst_id WHEN 'comment' THEN said.analyst_id
            ELSE (e.data ->> 'analyst')::uuid END AS owner
    FROM audit_event e
        LEFT JOIN annotations_tag t ON e.kind = 'tag' AND t.id = e.object_id
        LEFT JOIN annotations_tag said ON e.kind = 'comment' AND said.id = (e.data ->> 'tag')::uuid
    WHERE e.project_id IS NOT NULL
), veiled AS (
    SELECT n.*, CASE WHEN n.document IS NULL THEN 0 WHEN coalesce(s.state, 'open') <> 'open' THEN 0
        WHEN p.blind THEN 2 ELSE 1 END AS veil
    FROM named n JOIN projects_project p ON p.id = n.project_id
        LEFT JOIN LATERAL (
            SELECT m.data -> 'after' ->> 'state' AS state FROM audit_event m
            WHERE m.object_id = n.document AND m.kind = 'document' AND m.change <= n.change
                AND m.data -> 'after' ->> 'state' IS NOT NULL
            ORDER BY m.change DESC LIMIT 1
        ) s ON true
)
UPDATE audit_event e SET owner_id = v.owner, veil = v.veil, hidden = CASE
        WHEN v.kind IN ('tag', 'comment', 'assignment') OR v.op IN ('handed_in', 'reopened') AND v.kind = 'document'
            THEN v.veil >= 2
        WHEN v.kind = 'review_item' THEN v.veil >= 1
        WHEN v.kind = 'release' THEN v.data ->> 'state' IS DISTINCT FROM 'published'
        ELSE false END
FROM veiled v WHERE v.id = e.id;
RESET annotator.maintenance;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0003_leases"),
        ("documents", "0009_veil"),
        ("annotations", "0005_live_tags_by_status"),
    ]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
