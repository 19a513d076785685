"""The tags that were there get their project."""

from django.db import migrations

FILL = "UPDATE annotations_tag SET project_id = NULL WHERE project_id IS NULL"  # the trigger says which


class Migration(migrations.Migration):
    dependencies = [("annotations", "0009_project_of_tag")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
