"""Where a release's files lie: in a folder of the try that published them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="release",
            name="folder",
            field=models.CharField(
                blank=True, default="", help_text="where its files lie in the storage", max_length=200
            ),
            preserve_default=False,
        ),
    ]
