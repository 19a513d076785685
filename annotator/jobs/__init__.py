"""Background work with progress, Celery tasks and commands: load rows, make one call."""
