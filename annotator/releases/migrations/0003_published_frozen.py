"""A published release never changes and never goes: a trigger refuses it, whoever asks."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION releases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'release % is published: it never changes', OLD.number;
END $$;
CREATE TRIGGER published_release_frozen BEFORE UPDATE OR DELETE ON releases_release
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION releases_refuse_change();
"""
THAW = """
DROP TRIGGER published_release_frozen ON releases_release;
DROP FUNCTION releases_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0002_folder")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
