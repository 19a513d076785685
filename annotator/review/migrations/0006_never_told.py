"""Sources and first supervisors of an older install left no Event: without one a reader of the feed never hears of them."""

from django.db import migrations

TELL = """
SELECT audit_write(n.project_id, jsonb_agg(jsonb_build_object('place', n.place, 'kind', n.kind, 'op', 'created',
    'object_id', n.id, 'data', n.data)), '')
FROM (
    SELECT u.*, row_number() OVER (PARTITION BY u.project_id ORDER BY u.kind, u.id) AS place FROM (
        SELECT project_id, id, 'source' AS kind, '{}'::jsonb AS data FROM documents_source
        UNION ALL SELECT project_id, user_id, 'member', jsonb_build_object('role', role) FROM projects_membership
    ) u
    WHERE NOT EXISTS (
        SELECT FROM audit_event e WHERE e.object_id = u.id AND e.project_id = u.project_id AND e.kind = u.kind
    )
) n GROUP BY n.project_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0005_decision_changes"),
        ("documents", "0010_sources_graded"),
        ("projects", "0003_suggestions"),
    ]
    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
