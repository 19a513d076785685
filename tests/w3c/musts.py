"""Every MUST of the Web Annotation Protocol and Data Model that a server like this can keep or break, in our own words.

`P` and a number is a section of the Protocol, `M` of the Data Model (Recommendations of 23 February 2017). What only a
client of ours could break is here as "is refused". A test says by `must` which of them it covers, and `test_musts`
holds the two lists together.
"""

from collections.abc import Callable

MUSTS = {
    "P3 methods": "An annotation answers GET, HEAD and OPTIONS.",
    "P3 media type": "An annotation is served as JSON-LD with the annotation profile; without Accept too.",
    "P3 link": "Every answer of an annotation has a Link to ldp#Resource as its type.",
    "P3 allow": "Every answer of an annotation has an Allow header with the methods that it has.",
    "P3 etag": "GET and HEAD of an annotation have an ETag.",
    "P3 vary": "GET and HEAD of an annotation have Vary with Accept.",
    "P4 address": "A container's IRI ends in a slash, and has neither a query nor a fragment.",
    "P4.1 methods": "A container answers GET, HEAD and OPTIONS.",
    "P4.1 media type": "A container is served as JSON-LD; without Accept too.",
    "P4.1 link": "Every answer of a container, errors to POST too, has Links to its LDP type and its constraints.",
    "P4.1 etag": "GET and HEAD of a container have an ETag.",
    "P4.1 vary": "GET and HEAD of a container have Vary with Accept.",
    "P4.2 model": "A container's representation is an AnnotationCollection and a BasicContainer.",
    "P4.2 content location": "Content-Location holds the IRI of the representation.",
    "P4.2.1 minimal": "Who prefers a minimal container gets none of the annotations in it, neither whole nor as IRIs.",
    "P4.2.1 iris": "Who prefers IRIs gets the first page embedded with nothing but IRIs.",
    "P4.2.1 descriptions": "Who prefers descriptions gets the first page embedded with whole annotations.",
    "P4.2.1 kept": "The pages that are linked keep the choice of IRIs or descriptions.",
    "P4.3 page": "A page has an id, its type, its items, and the container that it is part of.",
    "P4.3 next": "A page that is not the last has next.",
    "P4.3 whole": "The pages together hold every annotation of the container, in an order that does not change.",
    "P4.3 no post": "A page does not take annotations: 405.",
    "P5.1 created": "POST of JSON-LD to a container makes an annotation: 201 with its IRI in Location.",
    "P5.1 id": "The server gives the annotation its id, also where one was sent.",
    "P5.1 component": "The IRI of an annotation is that of its container and one more component.",
    "P5.1 contained": "A created annotation is in its container.",
    "P5.1 canonical": "A canonical IRI that was sent stays as it was sent.",
    "P5.3 put": "PUT replaces the whole state of an annotation.",
    "P5.3 answer": "A successful update is answered with 200 and the new state.",
    "P5.4 deleted": "DELETE is answered with 204.",
    "P5.4 not contained": "A deleted annotation is no more in its container.",
    "P5.4 never again": "The IRI of a deleted annotation is not used for another.",
    "M3.1 context": "An annotation has the context of the standard; one alone is a text, not a list.",
    "M3.1 id": "An annotation has exactly one id, an IRI.",
    "M3.1 type": "An annotation has a type, and one of its types is Annotation.",
    "M3.1 target": "An annotation has a target at least.",
    "M3.2.1 resource": "An external resource has exactly one id, an IRI.",
    "M3.2.4 value": "A textual body has exactly one value, a text.",
    "M3.2.5 bodyValue": "bodyValue is one text, plain, and never stands beside body.",
    "M3.2.7 choice": "A Choice is not taken for a body that would be kept.",
    "M3.3.1 times": "created, modified and generated are one time each, in UTC written with Z.",
    "M3.3.2 agent": "An agent has at most one id, and an e-mail address is an IRI.",
    "M3.3.5 motivation": "A motivation is a word of the standard or an IRI.",
    "M3.3.7 canonical": "There is at most one canonical IRI, and nobody changes or deletes it.",
    "M3.3.7 via": "via is kept as it came.",
    "M4 source": "A SpecificResource has exactly one source.",
    "M4.1 purpose": "A purpose is a word of the standard or an IRI.",
    "M4.2 type": "A selector has exactly one type.",
    "M4.2 agree": "Of selectors that select different places one is chosen, if it can be without guessing, or none.",
    "M4.2.1 fragment": "A FragmentSelector has one value without #, and conforms to at most one specification.",
    "M4.2.4 quote": "A TextQuoteSelector has one exact, and at most one prefix and suffix.",
    "M4.2.4 several": "A quote that stands in several places selects all of them, so it is no place.",
    "M4.2.5 position": "A TextPositionSelector has one start and one end from 0 on, in code points, its end excluded.",
    "M4.2.6 data": "A DataPositionSelector counts bytes, its end excluded.",
    "M4.2.8 range": "A RangeSelector has one start and one end selector, and ends before what the latter selects.",
    "M4.2.9 refined": "A selector that refines another selects inside what that one selects.",
    "M4.3.1 time": "A TimeState has sourceDate, or a start with an end and no sourceDate, in UTC with Z.",
    "M5.1 collection": "A collection has a context, one id and its type.",
    "M5.1 first": "A collection that is not empty has exactly one first.",
    "M5.1 total": "total is a number, not negative.",
    "M5.2 page": "A page has a context unless it is embedded, one id, its type, and items: one or more, a list.",
    "M5.2 next": "A page has next where another follows.",
}  # fmt: skip


def must[F: Callable[..., None]](*names: str) -> Callable[[F], F]:
    """The test covers these; see `MUSTS`."""
    unknown = [name for name in names if name not in MUSTS]
    assert not unknown, unknown
    return lambda function: function
