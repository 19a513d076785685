"""What search looks up: a row of words beside each document, made by the database whenever a title or text is.

Beside it and not in it, because a document's row is read and written for many other reasons. `documents_words` is
what a text is made of for search, and what a query is made of too, so that both are cut at the same places.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Scripts that put no space between words: each character is a word of its own.
UNSPACED = (
    r"[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF"
    r"\uFF66-\uFFDC\U00020000-\U0003FFFF]"
)
CONFIGURATION = """
CREATE FUNCTION documents_configuration(language text) RETURNS regconfig IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
SELECT CASE lower(split_part(language, '-', 1))
    WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german'
    WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish' WHEN 'et' THEN 'estonian'
    WHEN 'eu' THEN 'basque' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish'
    WHEN 'hi' THEN 'hindi' WHEN 'hu' THEN 'hungarian' WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian'
    WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'ne' THEN 'nepali' WHEN 'nb' THEN 'norwegian'
    WHEN 'nl' THEN 'dutch' WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese'
    WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish'
    WHEN 'ta' THEN 'tamil' WHEN 'tr' THEN 'turkish' WHEN 'yi' THEN 'yiddish' ELSE 'simple'
END::regconfig $$;
"""
# As written and as stems, without places: where a word stands is asked of the text itself. What joins words into one
# token (addresses, times, paths) is taken apart first. PostgreSQL holds 1 MB of words a row; of a text that has more
# different ones, as no language has, the first part is looked up.
WORDS = f"""
CREATE FUNCTION documents_words(language text, body text) RETURNS tsvector
IMMUTABLE PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
    plain text := translate(body, '/\\.@:-_~&=?%+#''’<>*|$^`"!', repeat(' ', 25));
BEGIN
    IF plain ~ '{UNSPACED}' THEN
        plain := regexp_replace(plain, '({UNSPACED})', ' \\1 ', 'g');
    END IF;
    RETURN strip(to_tsvector('simple', plain) || to_tsvector(documents_configuration(language), plain));
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN strip(to_tsvector('simple', left(plain, 80000)));
END $$;
"""
KEEP = """
CREATE FUNCTION documents_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole text := NEW.title || E'\\n' || NEW.text;
BEGIN
    INSERT INTO documents_words (document_id, words, body)
        VALUES (NEW.id, documents_words(NEW.language, whole), lower(whole))
        ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words, body = EXCLUDED.body;
    RETURN NULL;
END $$;
CREATE TRIGGER document_words AFTER INSERT OR UPDATE OF title, language ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_keep_words();
"""
DROP = """
DROP TRIGGER document_words ON documents_document;
DROP FUNCTION documents_keep_words();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_true_hashes")]
    operations = [
        TrigramExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP FUNCTION documents_configuration(text)"),
        migrations.RunSQL(WORDS, "DROP FUNCTION documents_words(text, text)"),
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="as written and as stems of its language, without places"
                    ),
                ),
                ("body", models.TextField(help_text="title and text in small letters")),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="words_of_document"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["body"], name="body_of_document", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
