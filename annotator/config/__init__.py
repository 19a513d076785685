"""Settings, root urls, the Celery application: what ties the rooms together."""

from annotator.config.celery import app

__all__ = ["app"]  # loaded with the settings, so that every process that sends a message knows the broker
