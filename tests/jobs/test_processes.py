"""Commands as a shell sees them: exit codes, streams, and a kill in the middle."""

import json
import subprocess
import time
from pathlib import Path

from annotator.accounts.actions import digest_of
from tests.jobs.conftest import Install


def test_a_token_is_all_there_is_on_stdout(install: Install) -> None:
    done = install.manage("member", "Pipes", "fay", "--role", "supervisor", "--token")
    assert done.returncode == 0, done.stderr
    assert install.ask("SELECT 1 FROM accounts_apitoken WHERE digest = %s", digest_of(done.stdout.strip()))


def test_what_is_refused_is_one_line_and_exit_code_1(install: Install, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    install.manage("member", "Pipes", "fay", "--role", "supervisor")
    done = install.manage("capture", "pipes", str(tmp_path / "empty.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"{tmp_path / 'empty.txt'}: There is no text in it."]
    weak = install.manage("member", "pipes", "gus", "--role", "client", "--password-stdin", stdin="1234\n")
    assert weak.returncode == 1
    assert install.manage("capture", "nowhere", "x.txt").returncode == 1
    assert install.manage("verify", "--release", str(tmp_path)).returncode == 1


def test_where_no_database_answers_it_says_so(install: Install, tmp_path: Path) -> None:
    nowhere = {**install.environ(), "ANNOTATOR_HOME": str(tmp_path)}
    done = subprocess.run(install.command("verify"), env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "The database can not be used (is Annotator running?)" in line


def test_the_demo_survives_a_kill_in_its_middle(install: Install) -> None:
    draft, file = install.home / "demo.json.new", install.home / "demo.json"
    with subprocess.Popen(install.command("demo"), env=install.environ()) as demo:
        while not draft.exists() and demo.poll() is None:
            time.sleep(0.001)
        demo.kill()
    done = install.manage("demo")
    assert done.returncode == 0, done.stderr
    users = json.loads(file.read_text(encoding="utf-8"))["users"]
    digests = [digest_of(user["token"]) for user in users.values()]
    assert install.ask("SELECT count(*) FROM accounts_apitoken WHERE digest = ANY(%s)", digests) == [(4,)]
    assert install.ask("SELECT count(*) FROM projects_project WHERE slug = 'demo'") == [(1,)]
    assert not draft.exists()
