"""Releases of the cast's project, built and published without a queue."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import Cast

if TYPE_CHECKING:
    from annotator.releases.models import Release
    from tests.releases.reading import Make


@pytest.fixture
def make(transactional_db: None, cast: Cast) -> "Make":
    """Ask for a release of the project as Cleo, build it, publish it."""
    from annotator.releases import actions
    from annotator.releases.build import build

    def made(**options: Any) -> "Release":
        release = actions.create(by=cast.cleo, project=cast.project, **options)
        built = build(release, attempt="a try", tell=lambda *_: None)
        return actions.publish(by=cast.cleo, release=release, folder=built.folder, manifest=built.manifest)

    return made
