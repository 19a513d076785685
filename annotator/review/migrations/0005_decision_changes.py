"""A decision may change details of the tag that it accepts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0004_veil_of_history")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="changes",
            field=models.JSONField(
                help_text="details that stand otherwise than the accepted tag says, as an annotation shows them",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(changes__isnull=True) | models.Q(accepted__isnull=False),
                name="changes_beside_accepted",
            ),
        ),
    ]
