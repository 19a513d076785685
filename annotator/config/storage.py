"""Static files under names that hold their hash, imports between ES modules included, scripts without comments."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.files.base import ContentFile, File
from rjsmin import jsmin  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Compresses for servers only: over loopback that saves nothing, and it takes half a minute."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for each module of a chain of imports

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The compressed copies made, each as (name, name of the copy)."""
        return iter(()) if settings.EMBEDDED else super().compress_files(paths)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        if name.startswith("js/"):
            content = ContentFile(jsmin(b"".join(content.chunks())))
        return str(super()._save(name, content))
