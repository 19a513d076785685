"""A source has a reliability, and is read and changed by itself."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_veil")]
    operations = [
        migrations.AddField(
            model_name="source",
            name="reliability",
            field=models.CharField(
                choices=[(grade, grade) for grade in "ABCDEF"],
                help_text="null: nobody has graded it yet",
                max_length=1,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="source", name="created_at", field=models.DateTimeField(db_default=Now())
        ),
        migrations.AddField(
            model_name="source", name="updated_at", field=models.DateTimeField(db_default=Now())
        ),
        migrations.AddField(
            model_name="source", name="version", field=models.PositiveIntegerField(db_default=1, default=1)
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(reliability=None) | models.Q(reliability__in=list("ABCDEF")),
                name="source_reliability_known",
            ),
        ),
    ]
