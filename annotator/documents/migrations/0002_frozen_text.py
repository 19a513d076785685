"""A document's text and an original's bytes never change: a trigger refuses it, whoever asks."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the text of % never changes', TG_TABLE_NAME;
END $$;
CREATE TRIGGER document_text_frozen BEFORE UPDATE OF text, sha256, length, original_id ON documents_document
    FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.sha256 <> NEW.sha256 OR OLD.length <> NEW.length
        OR OLD.original_id <> NEW.original_id)
    EXECUTE FUNCTION documents_refuse_change();
CREATE TRIGGER original_frozen BEFORE UPDATE OF content, sha256 ON documents_original
    FOR EACH ROW WHEN (OLD.content <> NEW.content OR OLD.sha256 <> NEW.sha256)
    EXECUTE FUNCTION documents_refuse_change();
"""
THAW = """
DROP TRIGGER document_text_frozen ON documents_document;
DROP TRIGGER original_frozen ON documents_original;
DROP FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_tables")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
