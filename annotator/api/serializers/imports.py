"""Files that are imported, for the schema: they are read as they come."""

from typing import Any

from rest_framework import serializers


class FilesIn(serializers.Serializer[Any]):
    """Files of texts: .txt, .md, .html, one document each; .csv, .jsonl, .ndjson, one a row; .zip of these."""

    files = serializers.ListField(child=serializers.FileField(), allow_empty=False)
