"""A hash that is stored with a text or with bytes is theirs: a trigger computes it again."""

from django.db import migrations

PROVE = """
CREATE FUNCTION documents_refuse_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the SHA-256 in % is not of what is stored with it', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER document_hash_true BEFORE INSERT ON documents_document
    FOR EACH ROW WHEN (NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex'))
    EXECUTE FUNCTION documents_refuse_hash();
CREATE TRIGGER original_hash_true BEFORE INSERT ON documents_original
    FOR EACH ROW WHEN (NEW.sha256 <> encode(sha256(NEW.content), 'hex'))
    EXECUTE FUNCTION documents_refuse_hash();
"""
TRUST = """
DROP TRIGGER document_hash_true ON documents_document;
DROP TRIGGER original_hash_true ON documents_original;
DROP FUNCTION documents_refuse_hash();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen_text")]
    operations = [migrations.RunSQL(PROVE, TRUST)]
