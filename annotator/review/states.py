"""When a document moves on. Who may do it is `annotator.permissions`.

open ──(all coders handed in, enough of them)──▶ in_review ──(every item decided)──▶ decided
  ▲────(a coder reopens or joins; nothing decided)───┘  ▲────(a decision is withdrawn)────┘
"""

from annotator.documents.models import DocumentState

TRANSITIONS: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.OPEN: frozenset({DocumentState.IN_REVIEW, DocumentState.DECIDED, DocumentState.SUPERSEDED}),
    DocumentState.IN_REVIEW: frozenset({DocumentState.OPEN, DocumentState.DECIDED, DocumentState.SUPERSEDED}),
    DocumentState.DECIDED: frozenset({DocumentState.OPEN, DocumentState.IN_REVIEW, DocumentState.SUPERSEDED}),
    DocumentState.SUPERSEDED: frozenset(),
}
