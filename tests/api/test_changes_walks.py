"""Random lives of a project: whatever happens, in whatever order, each reader's mirror is what he may see."""

import os
import random

import pytest

from annotator.projects.models import Membership
from annotator.review import assigning
from tests.api.life import Life
from tests.api.mirror import Mirror, same
from tests.api.program import Program
from tests.cast import Cast

STEPS = 70
LIVES = 60 if os.environ.get("SOAK") else 3  # of each kind; `make soak` has time for more
NAMES = ("ada", "ben", "cleo", "dan")


@pytest.mark.parametrize("blind", [False, True], ids=["open", "blind"])
@pytest.mark.parametrize("seed", range(LIVES))
def test_every_mirror_is_what_its_reader_may_see_whatever_happens(cast: Cast, seed: int, blind: bool) -> None:
    chance = random.Random(f"{seed} {blind}")
    coders = {"coders_per_document": 2 if blind else 1}
    assigning.change_project(by=cast.cleo, project=cast.project, blind=blind, **coders)
    cast.project.refresh_from_db()
    cast.text("A second note")
    programs = {name: Program(getattr(cast, name)) for name in NAMES}
    mirrors = {name: Mirror(program, cast.project.slug) for name, program in programs.items()}
    life, lived = Life(cast, chance), []
    for _ in range(STEPS):
        try:
            lived.append(life.step())
        except IndexError:
            continue  # there was nothing to do it with
        for name, mirror in mirrors.items():
            if chance.random() < 0.15 and member(cast, name):
                mirror.page(chance.choice([1, 2, 5, 1000]))
    for name, mirror in mirrors.items():
        if not member(cast, name):
            continue
        try:
            same(mirror.pull(chance.choice([1, 3, 1000])), programs[name])
            same(Mirror(programs[name], cast.project.slug).pull(), programs[name])
        except AssertionError as error:
            raise AssertionError(f"{name} after {lived}: {error}") from error


def member(cast: Cast, name: str) -> bool:
    return Membership.objects.filter(project=cast.project, user__username=name).exists()
