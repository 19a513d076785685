"""How often a token may ask: so many requests a minute, counted in PostgreSQL, so that all processes count together."""

from uuid import UUID

from django.db import connection

_COUNT = """
INSERT INTO accounts_tokenminute AS m (token_id, minute, requests) VALUES (%s, date_trunc('minute', now()), 1)
ON CONFLICT (token_id) DO UPDATE SET minute = EXCLUDED.minute,
    requests = CASE WHEN m.minute = EXCLUDED.minute THEN m.requests + 1 ELSE 1 END
RETURNING requests, ceil(extract(epoch FROM minute + interval '1 minute' - now()))::int
"""


def wait_for(token: UUID, limit: int) -> int:
    """Count one request; 0 where it may go on, else how many seconds to wait."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (token,))
        requests, seconds = cursor.fetchone()
    return 0 if requests <= limit else max(1, int(seconds))
