"""Is there a worker? For `/health/ready` and for people who wonder why nothing moves."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from annotator.jobs.models import LEASE, Job, JobState

_KEY = "jobs.worker_seen"


def note_worker() -> None:
    """A worker is at work: called by the task that the scheduler sends every few seconds."""
    cache.set(_KEY, timezone.now(), timeout=None)


def worker_seen() -> datetime | None:
    """When a worker was last heard from: it took the scheduler's task, or renewed a job's lease."""
    renewed = Job.objects.filter(state=JobState.RUNNING).aggregate(until=Max("lease_until"))["until"]
    times = [cache.get(_KEY), renewed and renewed - LEASE]
    return max((time for time in times if time), default=None)
