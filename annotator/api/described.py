"""What the OpenAPI generator can not see for itself: said here for all operations at once, after it has made its own.

`complete` is its post-processing hook. Addresses give the topics and the path parameters, `problems` the statuses,
`examples` the requests and what was answered to them. A name that is not known here is a KeyError.
"""

from http import HTTPStatus
from typing import Any

from annotator.api import examples
from annotator.api.problems import MEDIA_TYPE
from annotator.api.renderers import JSONRenderer

type Schema = dict[str, Any]

VERBS = ("get", "post", "put", "patch", "delete")

TOPICS = {
    "me": "Who asks, and the tokens of his programs.",
    "projects": "What belongs together: texts, people, a guideline. `{project}` is an id or a slug.",
    "members": "Who works in a project, as analyst, supervisor or client.",
    "imports": "Many documents at once.",
    "sources": "Who published, and how reliable.",
    "changes": "What happened in a project, in the order of its commits: what a mirror reads to miss nothing.",
    "documents": "Frozen texts and what is known about them.",
    "tags": "One analyst's judgement on one place of a text. Read, it is an annotation: the tag with its span.",
    "annotations": "The live tags of a project, by pages or as one stream.",
    "comments": "What members say about a tag.",
    "assignments": "Who is to read what.",
    "review-items": "Tags that are judged together, and what was decided.",
    "releases": "Numbered datasets that never change, with their files.",
    "jobs": "Background work and how far it is.",
}

PARAMETERS = {
    "project": "id or slug of the project",
    "username": "username of the member",
    "document": "id of the document",
    "source": "id of the source",
    "tag": "id of the tag; for PUT a UUID that you make",
    "comment": "id of the comment",
    "assignment": "id of the assignment",
    "item": "id of the review item",
    "release": "id of the release",
    "name": "name of the file, as the release lists it",
    "job": "id of the job",
    "token": "id of the token",
}

DONE = {
    200: "Done: what there is now.",
    201: "Made.",
    202: "Begun: the job tells how far it is.",
    204: "Done; there is nothing to say.",
    206: "The part asked for.",
    304: "You have it: nothing has changed since.",
}

PROBLEMS = {
    400: "The request can not be read: no JSON, a body of the wrong kind, a query parameter or field that is unknown, "
    "doubled or of no use here. `errors` names each.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "You see it, but your role or the scopes of your token do not allow this.",
    404: "It is not there, or not for you to see.",
    406: "None of the media types in Accept can be had here.",
    409: "The request is fine, the state of things is not: `errors` says which state stands in the way.",
    410: "The cursor is of a history that is not here: read from the beginning.",
    411: "A body without Content-Length.",
    412: "It has changed since you read it, or is there already: read it again.",
    413: "More bytes than this install accepts.",
    415: "The body is of a media type that is not read here.",
    416: "The file ends before the range begins.",
    422: "The request is read, but a value can not be accepted: `errors` names the field, and what would be accepted.",
    428: "A change needs If-Match with the ETag of what you read.",
    429: "More requests a minute than this token may make.",
    503: "Too much runs at this moment: try again after Retry-After seconds.",
}

_TEXT: Schema = {"schema": {"type": "string"}, "required": True}
PROBLEM_HEADERS: dict[int, Schema] = {
    401: {"WWW-Authenticate": {**_TEXT, "description": "`Bearer`"}},
    429: {"Retry-After": {**_TEXT, "description": "seconds"}},
    503: {"Retry-After": {**_TEXT, "description": "seconds"}},
}


# Each field of these may be left out, but not all.
BODY_NEEDED = {"document_create", "assign", "decide", "import_create"}


def complete(result: Schema, **_: Any) -> Schema:
    """The schema with topics, parameters, meanings of statuses, problems said once, and examples."""
    used = set()
    for path, verbs in result["paths"].items():
        for verb in [verb for verb in VERBS if verb in verbs]:
            one = verbs[verb]
            one["tags"] = [topic_of(path)]
            used |= {*one["tags"]}
            _parameters(one)
            if one["operationId"] in BODY_NEEDED:
                one["requestBody"]["required"] = True
            _responses(one)
            _example(one)
    result["tags"] = [{"name": name, "description": said} for name, said in TOPICS.items() if name in used]
    components = result["components"]
    components["responses"] = {_name(status): _problem(status) for status in PROBLEMS}
    for name, shape in components["schemas"].items():
        if name.endswith(("In", "IO")) and shape.get("type") == "object":
            shape["additionalProperties"] = False  # an unknown field is a 400
    return result


def topic_of(path: str) -> str:
    """The last known word of an address."""
    return [part for part in path.split("/") if part in TOPICS][-1]


def _parameters(one: Schema) -> None:
    for parameter in one.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "path":
            parameter["description"] = PARAMETERS[name]
            parameter["example"] = examples.KEYS[name]


def _responses(one: Schema) -> None:
    for status, answer in one["responses"].items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            one["responses"][status] = {"$ref": f"#/components/responses/{_name(int(status))}"}
        else:
            answer["description"] = DONE[int(status)]


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")


def _problem(status: int) -> Schema:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    found: Schema = {"description": PROBLEMS[status], "content": content}
    return found | ({"headers": PROBLEM_HEADERS[status]} if status in PROBLEM_HEADERS else {})


def _example(one: Schema) -> None:
    """The request as its body and parameters hold it, and the recorded answer beside its status."""
    name = one["operationId"]
    example = examples.REQUESTS.get(name)
    if example is None:
        return  # tests/api/test_examples.py names it
    for parameter in one.get("parameters", []):
        given = {**example.path, **example.query}
        if parameter["name"] in given and parameter["in"] in {"path", "query"}:
            parameter["example"] = given[parameter["name"]]
    for kind, media in one.get("requestBody", {}).get("content", {}).items():
        if kind == (example.media or JSONRenderer.media_type):
            media["example"] = example.shown
    answer = examples.answers().get(name, {})
    if "body" in answer:
        for kind, media in one["responses"][str(answer["status"])]["content"].items():
            if kind == answer["headers"].get("Content-Type", "").partition(";")[0]:
                media["example"] = answer["body"]
