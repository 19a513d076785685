"""The condition of the program's parts: each check answers with nothing, or with a sentence about what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import KombuError

from annotator.documents.models import Document
from annotator.jobs.health import worker_seen
from annotator.jobs.models import Job

SILENCE = timedelta(minutes=1)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "The database does not answer."
    return ""


def migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "Not known: the database does not answer."
    return f"{len(missing)} migrations are not applied: run manage.py migrate." if missing else ""


def broker() -> str:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=2, transport_options=options) as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (KombuError, OSError):
        return "The broker does not answer."
    return ""


def worker() -> str:
    try:
        seen = worker_seen()
    except DatabaseError:
        return "Not known: the database does not answer."
    if seen is None:
        return "No worker was ever heard from."
    silent = timezone.now() - seen
    return f"No worker was heard from for {silent.total_seconds():.0f} seconds." if silent > SILENCE else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
}


def metrics_text() -> str:
    """Figures in the Prometheus text format."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield from _metric(
        "annotator_info", "Which program this is.", [(f'version="{settings.CODE_VERSION}"', 1)]
    )
    up = [(f'part="{name}"', int(not check())) for name, check in CHECKS.items()]
    yield from _metric("annotator_up", "1 where a part works.", up)
    documents = Document.objects.live().order_by().values_list("state").annotate(Count("pk"))
    yield from _metric("annotator_documents", "Documents by state.", _by_state(documents))
    jobs = Job.objects.order_by().values_list("state").annotate(Count("pk"))
    yield from _metric("annotator_jobs", "Background jobs by state.", _by_state(jobs))
    seen = worker_seen()
    if seen is not None:
        age = (timezone.now() - seen).total_seconds()
        yield from _metric(
            "annotator_worker_silence_seconds", "How long ago a worker was heard from.", [("", age)]
        )


def _by_state(rows: object) -> list[tuple[str, float]]:
    return [(f'state="{state}"', count) for state, count in rows]  # type: ignore[attr-defined]


def _metric(name: str, words: str, values: Sequence[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} gauge"
    for labels, value in values:
        yield f"{name}{{{labels}}} {value:g}" if labels else f"{name} {value:g}"
