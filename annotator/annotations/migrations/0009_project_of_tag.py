"""A tag knows the project of its document: a trigger says it, whoever writes the row, and nothing else can be said.

It knows too whether it is decided, which the decision says (`review`).
"""

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
CREATE FUNCTION annotations_keep_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.project_id := (SELECT project_id FROM documents_document WHERE id = NEW.document_id);
    RETURN NEW;
END $$;
CREATE TRIGGER project_of_tag BEFORE INSERT OR UPDATE OF document_id, project_id ON annotations_tag
    FOR EACH ROW EXECUTE FUNCTION annotations_keep_project();
"""
DROP = """
DROP TRIGGER project_of_tag ON annotations_tag;
DROP FUNCTION annotations_keep_project();
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0008_kept_tally")]
    operations = [
        migrations.AddField(
            model_name="tag",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                help_text="its document's, kept by a trigger",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="projects.project",
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="decided",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="its item of review is: kept by the decision",
            ),
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
