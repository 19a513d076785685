"""The words of the documents that were there before."""

from django.db import migrations

FILL = """
INSERT INTO documents_words (document_id, words, body)
    SELECT id, documents_words(language, title || E'\\n' || text), lower(title || E'\\n' || text)
    FROM documents_document;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_words")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
