"""Static files under names that hold their hash."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Compresses for servers only: over loopback that saves nothing, and it takes half a minute."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The compressed copies made, each as (name, name of the copy)."""
        return iter(()) if settings.EMBEDDED else super().compress_files(paths)
