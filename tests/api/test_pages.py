"""A walk by pages while rows come and go: what is there all the time is seen exactly once, forth and back."""

import random
import uuid
from typing import Any
from urllib.parse import urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.prepared import Prepared, undone
from tests.api.program import Program

COME, GO = "come", "go"
TURNS = st.lists(st.lists(st.sampled_from([COME, GO]), max_size=3), max_size=8)


def comment(program: Program, path: str, chance: random.Random) -> str:
    """One more comment, under an id that sorts anywhere among the others."""
    key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    answer = program.post(path, {"id": key, "text": "a word"})
    assert answer.status_code == 201
    return key


def retract(program: Program, at: str) -> None:
    assert program.delete(at, if_match=program.etag(at)).status_code == 204


def test_a_row_that_stays_is_seen_once_however_many_come_and_go(prepared: Prepared) -> None:
    ada, path = prepared.programs["ada"], f"tags/{prepared.keys['tag']}/comments/"

    @given(
        first=st.integers(0, 9),
        limit=st.integers(1, 4),
        turns=TURNS,
        seed=st.integers(0, 99),
        back=st.booleans(),
    )
    @settings(
        max_examples=25,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def walk(first: int, limit: int, turns: list[list[str]], seed: int, back: bool) -> None:
        with undone():
            chance = random.Random(seed)
            there = [row["id"] for row in ada.get(path).json()["results"]]
            there += [comment(ada, path, chance) for _ in range(first)]
            url = last_page(path, limit) if back else f"/api/v1/{path}?limit={limit}"
            stayed, seen = set(there), []
            while url:
                found = page(ada, url)
                seen.append([row["id"] for row in found["results"]])
                come_and_go(ada, path, chance, there, turns.pop(0) if turns else [])
                stayed &= set(there)
                url = found["previous" if back else "next"]
        assert all(len(ids) <= limit and ids == sorted(ids) for ids in seen)
        keys = [key for ids in seen for key in ids]
        assert len(keys) == len(set(keys))
        assert stayed <= set(keys)

    walk()


def come_and_go(ada: Program, path: str, chance: random.Random, there: list[str], turn: list[str]) -> None:
    for what in turn:
        if what == COME:
            there.append(comment(ada, path, chance))
        elif there:
            retract(ada, f"{path}{there.pop(chance.randrange(len(there)))}/")


def last_page(path: str, limit: int) -> str:
    """The address of the page at the end, from which one walks back."""
    from annotator.api.pages import make_cursor

    return f"/api/v1/{path}?limit={limit}&cursor={make_cursor(uuid.UUID(int=2**128 - 1), back=True)}"


def page(program: Program, url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    answer = program.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found
