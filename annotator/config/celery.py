"""The Celery application: background work of all rooms, found in their `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they would load every page; the start has made them

app = Celery("annotator")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
