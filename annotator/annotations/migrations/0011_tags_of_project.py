"""Lists walk the tags of a project, and of a document, in the order of their ids, and pass over what is not asked for
in the index. Two indexes that were the beginnings of others go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0010_project_of_all_tags")]
    operations = [
        migrations.AlterField(
            model_name="tag",
            name="project",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                help_text="its document's, kept by a trigger",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="projects.project",
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="analyst",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tags",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tags",
                to="documents.document",
            ),
        ),
        migrations.RemoveIndex(model_name="tag", name="tag_of_document"),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(fields=["document", "state", "id"], name="tag_of_document"),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(
                fields=["project", "state", "id", "status", "analyst", "decided", "created_at", "updated_at"],
                include=("document",),
                name="tag_of_project",
            ),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(fields=["project", "updated_at"], name="tag_by_update"),
        ),
    ]
