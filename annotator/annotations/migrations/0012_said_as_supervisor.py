"""A comment notes whether its author was a supervisor then: of old ones, whether he is one now."""

from django.db import migrations, models

FILL = """
UPDATE annotations_comment c SET as_supervisor = true
FROM annotations_tag t JOIN documents_document d ON d.id = t.document_id
    JOIN projects_membership m ON m.project_id = d.project_id AND m.role = 'supervisor'
WHERE t.id = c.tag_id AND m.user_id = c.by_id
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0011_tags_of_project")]
    operations = [
        migrations.AddField(
            model_name="comment",
            name="as_supervisor",
            field=models.BooleanField(
                db_default=False, default=False, help_text="its author was a supervisor when he said it"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
