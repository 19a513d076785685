"""Settings, root urls, the Celery application: what ties the rooms together."""
