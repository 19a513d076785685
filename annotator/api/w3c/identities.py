"""What an annotation says of itself: its IRIs elsewhere, who made it, when, with what, and why."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from annotator.annotations.provenance import Identities
from annotator.api.w3c import bodies, shape

AGENT = {"id", "type", "name", "nickname", "email", "email_sha1", "homepage"}
AGENTS, MOMENTS = ("creator", "generator"), ("created", "modified", "generated")
MANY, LARGEST = 20, 10_000


def read(given: Mapping[str, Any], purposes: Collection[str] = bodies.KEPT) -> Identities:
    """Checked by the model: at most one canonical, any via, times in UTC, agents with at most one id each.

    Motivations that are the `purposes` of its bodies follow from those; further ones are kept here.
    """
    canonical = shape.iri(given["canonical"], "canonical") if "canonical" in given else ""
    via = [shape.iri(given["id"], "id")] if "id" in given else []
    via += [shape.iri(one, "via") for one in shape.several(given.get("via"))]
    if len(via) > MANY:
        shape.unkept("via", f"At most {MANY} are kept.")
    said = {name: given[name] for name in (*AGENTS, *MOMENTS) if name in given}
    for name in said.keys() & set(MOMENTS):
        shape.moment(said[name], name)
    for name in said.keys() & set(AGENTS):
        for agent in shape.several(said[name]):
            _check_agent(agent, name)
    if further := [word for word in bodies.motivations(given.get("motivation")) if word not in purposes]:
        said["motivation"] = further
    if len(json.dumps(said)) > LARGEST:
        shape.unkept("creator", f"At most {LARGEST} characters of it are kept.")
    return Identities(canonical, tuple(dict.fromkeys(via)), said)


def _check_agent(given: Any, field: str) -> None:
    if not isinstance(given, Mapping):
        shape.iri(given, field)
        return
    agent = shape.object_of(given, field, AGENT)
    if "id" in agent:
        shape.iri(agent["id"], f"{field}.id")
    for name, value in agent.items():
        for one in shape.several(value):
            shape.text(one, f"{field}.{name}")
    if any(not value.startswith("mailto:") for value in shape.several(agent.get("email"))):
        shape.malformed(f"{field}.email", "An e-mail address is an IRI that begins with mailto:.")
