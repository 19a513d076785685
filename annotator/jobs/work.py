"""Which kind of job does what."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.jobs import releasing
from annotator.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Work:
    """`run` does a claimed job; `give_up` ends its subject, in the transaction in which the job fails."""

    run: Callable[[Job], None]
    give_up: Callable[[Job], None]


WORK = {releasing.KIND: Work(releasing.run, releasing.give_up)}
