"""The table of Django's database cache, in which sign-in attempts are counted across processes."""

from django.db import migrations

CREATE = """
CREATE TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache")]
