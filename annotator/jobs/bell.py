"""Telling the broker that a job waits: a bell, no more. When nobody hears it, the row still waits."""

import logging
from uuid import UUID

from celery import current_app
from django.db.models.functions import Now
from kombu.exceptions import KombuError, OperationalError

from annotator.jobs.models import Job

RUN_JOB = "annotator.jobs.tasks.run_job"
# One more attempt at once, then no more: a request waits for this.
PATIENCE = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
}

log = logging.getLogger(__name__)


def ring(key: UUID) -> bool:
    """Send the message, within about two seconds; False where the broker does not take it."""
    try:
        with current_app.connection_for_write(connect_timeout=1, transport_options=PATIENCE) as connection:
            current_app.send_task(RUN_JOB, args=[str(key)], connection=connection, retry=False)
    except (OperationalError, KombuError, OSError) as error:
        log.warning("Job %s waits: the broker does not answer (%s).", key, error)
        return False
    Job.objects.filter(pk=key).update(sent_at=Now())
    return True
