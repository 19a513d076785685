"""What to say when the database does not do what it is asked: nobody's input is wrong, and asking again may help."""

import psycopg

TOO_LONG, BUSY, IDLE = "57014", "55P03", "25P03"  # SQLSTATE
SENTENCES = {
    TOO_LONG: "This took longer than is allowed here and was given up: ask for less, or again in a moment.",
    BUSY: "Someone else is changing the same thing and was not done in time: try again in a moment.",
}
OTHERWISE = "The database can not be reached just now: try again in a moment."
RETRY_AFTER = "5"  # seconds


def sentence(error: BaseException) -> str | None:
    """The sentence for an error of the driver, also in Django's clothes: about its work or its connection, not about
    what it was given; None for any other error.
    """
    found = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(found, psycopg.Error):
        return None
    if isinstance(found, psycopg.OperationalError | psycopg.InterfaceError) or found.sqlstate == IDLE:
        return SENTENCES.get(found.sqlstate or "", OTHERWISE)
    return None
