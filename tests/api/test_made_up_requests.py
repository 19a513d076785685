"""Requests that a machine makes up from the schema, right ones and wrong ones, by each role: every answer is one that
the schema knows, and none is our fault.

SOAK=1 (`make soak`) makes up many times more.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from annotator.api import examples
from tests.api.contract import operations, schema
from tests.api.prepared import Prepared, undone
from tests.api.test_examples import real as as_sent

EXAMPLES = 100 if os.environ.get("SOAK") == "1" else 8
PEOPLE = ("ada", "ben", "cleo", "dan", "eve", "nobody")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@cache
def api() -> Any:
    """The API as schemathesis reads it, served by the WSGI application itself."""
    from annotator.config.wsgi import application

    found = schemathesis.openapi.from_dict(schema())
    found.app = application
    found.config.update(base_url="http://127.0.0.1:8000")
    return found


@pytest.fixture(autouse=True)
def one_transaction() -> Iterator[None]:
    """A request does not end the connection, and with it the transaction of the test, as it would on a server."""
    api()  # its own request would connect them again
    for signal in (request_started, request_finished):
        assert signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", list(operations()))
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name.lower())
def test_no_request_is_answered_otherwise_than_the_schema_says(
    prepared: Prepared, name: str, mode: GenerationMode
) -> None:
    known = operations()[name]
    asked = api()[known.path][known.verb.upper()]

    example = examples.REQUESTS[name]

    @given(data=st.data(), who=st.sampled_from(PEOPLE), real=st.integers(0, 3), matched=st.booleans())
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(data: Any, who: str, real: int, matched: bool) -> None:
        case = data.draw(asked.as_strategy(generation_mode=mode))
        if real and mode == GenerationMode.POSITIVE:
            case.path_parameters = {key: prepared.keys[key] for key in case.path_parameters or {}}
            if real > 1 and isinstance(example.body, dict) and isinstance(case.body, dict):
                case.body = near(prepared, data, example.body, case.body)
        headers = {"Accept-Encoding": "identity"}  # the tester takes zstd and does not read it
        headers |= {"If-Match": "*"} if matched and known.declared.if_match else {}
        if who != "nobody":
            headers["Authorization"] = f"Bearer {prepared.programs[who].secret}"
        with undone():
            response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()


def near(prepared: Prepared, data: Any, example: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """The body of the example, with one of its fields as it was made up: it gets further than one of chance."""
    body: dict[str, Any] = json.loads(as_sent(prepared, json.dumps(example)))
    changed = data.draw(st.sampled_from(sorted(made))) if made else None
    return {**body, changed: made[changed]} if changed else body


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_no_walk_from_what_was_answered_to_the_next_is_answered_otherwise(
    prepared: Prepared, who: str
) -> None:
    """Ids and names that answers hold are taken into the next requests, as a program does."""
    machine: Any = api().as_state_machine()
    reached: set[str] = set()

    class Walk(machine):  # type: ignore[misc]
        def setup(self) -> None:
            self.kept = undone()
            self.kept.__enter__()

        def teardown(self) -> None:
            self.kept.__exit__(None, None, None)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            authorization = f"Bearer {prepared.programs[who].secret}"
            return {
                "headers": {"Authorization": authorization, "If-Match": "*", "Accept-Encoding": "identity"}
            }  # fmt: skip

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            case.validate_response(response, checks=CHECKS[:-1])
            if response.status_code < 300:
                reached.add(case.operation.label)

    Walk.run(settings=settings(
        max_examples=EXAMPLES, stateful_step_count=15, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    ))  # fmt: skip
    assert len(reached) >= 4, sorted(reached)  # else it walked nowhere; how far it comes is chance
