"""The veil over a document: how much of the work on it is withheld from who did not do it (`audit.models.Veil`)."""

from django.db import migrations

RULE = """
CREATE OR REPLACE FUNCTION audit_veil(document uuid) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT (CASE WHEN d.state <> 'open' THEN 0 WHEN p.blind THEN 2 ELSE 1 END)::smallint
    FROM documents_document d JOIN projects_project p ON p.id = d.project_id WHERE d.id = document
$$;
"""
NONE = """
CREATE OR REPLACE FUNCTION audit_veil(document uuid) RETURNS smallint LANGUAGE sql STABLE AS 'SELECT 0::smallint';
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_passages_of_all"), ("audit", "0005_written_by_a_function")]
    operations = [migrations.RunSQL(RULE, NONE)]
