"""The tags of items that are decided are told so."""

from django.db import migrations

FILL = """
UPDATE annotations_tag t SET decided = true FROM review_itemtag m JOIN review_reviewitem i ON i.id = m.item_id
WHERE m.tag_id = t.id AND i.state = 'decided'
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0006_never_told"), ("annotations", "0009_project_of_tag")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
