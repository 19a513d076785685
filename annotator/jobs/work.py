"""Which kind of job does what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.accounts.models import User
from annotator.jobs import importing, releasing
from annotator.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Work:
    """`run` does a claimed job; `give_up` ends its subject, in the transaction in which the job fails or is cancelled;
    `check_may_cancel` says who may; `told` is the report of one that ended by what the sentences say."""

    run: Callable[[Job], None]
    give_up: Callable[[Job], None]
    check_may_cancel: Callable[[User, Job], None]
    told: Callable[[Job, Sequence[str]], list[Any]]


WORK = {
    module.KIND: Work(module.run, module.give_up, module.check_may_cancel, module.told)
    for module in (releasing, importing)
}
