"""A release costs the same memory however many rows it has."""

import tracemalloc

from django.db import connection

from tests.cast import Cast
from tests.releases.crowd import crowd
from tests.releases.reading import Make


def peak(make: Make) -> int:
    tracemalloc.start()
    try:
        release = make(only_decided=False)
        assert release.manifest is not None
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_stays_flat(cast: Cast, make: Make) -> None:
    with connection.cursor() as cursor:
        crowd(cursor, project=cast.project.pk, analyst=cast.ada.pk, documents=20, tags=50)
    peak(make)  # what is loaded once
    small = peak(make)
    with connection.cursor() as cursor:
        crowd(cursor, project=cast.project.pk, analyst=cast.ben.pk, documents=180, tags=50)
    assert peak(make) < small + 2_000_000
