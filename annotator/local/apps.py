"""The Django app of the `local` room, for its management command."""

from django.apps import AppConfig


class LocalConfig(AppConfig):
    """Registers `manage.py start`."""

    name = "annotator.local"
