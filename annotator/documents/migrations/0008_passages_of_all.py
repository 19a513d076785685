"""The passages of the documents that were there before.

A migration and not a job, so that no page is ever served of a document whose passages nobody has looked for. Each text
is read for itself, and what was found is kept a hundred documents at a time: run again, it goes on where it stopped.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from annotator.documents.passages import passages_of

TOGETHER = 100  # documents


def find(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    documents, passages = apps.get_model("documents", "Document"), apps.get_model("documents", "Passage")
    without = documents.objects.filter(passages=None).order_by("id").values_list("id", "text")
    found = []
    for n, (key, text) in enumerate(without.iterator(chunk_size=TOGETHER), 1):
        found += [passages(document_id=key, **one.columns) for one in passages_of(text)]
        if n % TOGETHER == 0:
            passages.objects.bulk_create(found)
            found = []
    passages.objects.bulk_create(found)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0007_passages")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
