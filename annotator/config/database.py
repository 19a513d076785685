"""How the processes of a server share connections to PostgreSQL, and how long a request may hold one up."""

import select
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

LOCK_SECONDS = 10  # that a request waits for another's row
IDLE_SECONDS = 60  # of a transaction in which nothing happens: what hangs lets go of what others wait for


def pool(size: int) -> dict[str, Any]:
    """Django's `pool` option: at most `size` connections of one process."""
    return {"min_size": 1, "max_size": size, "timeout": 10, "check": check_alive}


def time_limits(statement_seconds: int) -> str:
    """libpq's `options` for connections that answer web requests."""
    limits = {
        "statement_timeout": statement_seconds,
        "lock_timeout": LOCK_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    return " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())


def check_alive(connection: "psycopg.Connection[Any]") -> None:
    """Raise psycopg.OperationalError where the server has hung up, so that the pool takes another connection.

    A round trip for each request would be dear; but a server that ends says so, unasked: an idle connection on which
    something lies to be read is one to be asked, and no other is.
    """
    lies = select.poll()
    lies.register(connection.fileno(), select.POLLIN)
    if lies.poll(0):
        ConnectionPool.check_connection(connection)
