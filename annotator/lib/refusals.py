"""How a rule says no: one exception a kind of answer, understood by pages, API and commands alike."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A request that a rule refuses.

    `code` is a stable word for programs, `detail` a sentence for people, `field` the input it is about (or empty),
    `extra` further members for the answer (what would be accepted, which row stands in the way). `status` is the HTTP
    status of its kind.
    """

    status: ClassVar[int]

    def __init__(self, code: str, detail: str, *, field: str = "", **extra: Any) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.field = field
        self.extra = extra


class Invalid(Refusal):
    """The input can not be accepted as it is (422)."""

    status = 422


class Conflict(Refusal):
    """The input is fine, the state of things is not (409)."""

    status = 409


class Forbidden(Refusal):
    """Seen, but not allowed (403)."""

    status = 403


class Missing(Refusal):
    """Not there, or not to be seen by this user (404)."""

    status = 404


class Stale(Refusal):
    """The row has changed since the caller read it (412)."""

    status = 412


class TooLarge(Refusal):
    """More bytes than this install accepts (413)."""

    status = 413
