"""An item that had a decision is kept, without its tags, when they are grouped anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0001_tables")]
    operations = [
        migrations.RemoveConstraint(model_name="reviewitem", name="item_state_known"),
        migrations.AlterField(
            model_name="reviewitem",
            name="state",
            field=models.CharField(
                choices=[("open", "Open"), ("decided", "Decided"), ("retracted", "Retracted")],
                default="open",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "decided", "retracted"])), name="item_state_known"
            ),
        ),
    ]
