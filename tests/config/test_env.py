"""Reading the environment: what each variable means, and the sentence for each that is wrong."""

import stat
from pathlib import Path

import pytest

from annotator.config import env

SERVER = {"DATABASE_URL": "postgresql://app:pw@db.example:5433/texts", "SECRET_KEY": "k" * 40}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def fault(**environ: str) -> str:
    with pytest.raises(env.ConfigurationError) as raised:
        env.read(environ)
    return str(raised.value)


def test_nothing_set_is_a_laptop(home: Path) -> None:
    found = env.read({})
    assert (found.embedded, found.embedded_broker, found.port) == (True, True, 8000)
    assert found.public_url == "http://127.0.0.1:8000"
    assert found.database["USER"] == "annotator"
    assert found.broker_url.startswith("redis+socket:///")
    assert (found.storage, found.max_document_bytes) == (home / "storage", 5_000_000)
    assert "pool" not in found.database["OPTIONS"]


def test_a_laptop_makes_its_secret_once_and_keeps_it_closed(home: Path) -> None:
    first = env.read({}).secret_key
    assert len(first) > 50
    assert env.read({}).secret_key == first
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret_key"]


def test_a_server_is_given_by_addresses() -> None:
    found = env.read(
        {**SERVER, "BROKER_URL": "rediss://broker.example/1", "PUBLIC_URL": "https://a.example/"}
    )
    assert not found.embedded
    assert not found.embedded_broker
    assert {key: found.database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "texts", "USER": "app", "PASSWORD": "pw", "HOST": "db.example", "PORT": "5433",
    }  # fmt: skip
    assert found.public_url == "https://a.example"
    assert found.allowed_hosts == ["a.example", "127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("url", "host", "password", "options"),
    [
        ("postgresql://u:p%40%2Fw@h/db?sslmode=require", "h", "p@/w", {"sslmode": "require"}),
        (
            "postgres://u@/db?host=/run/socket%20dir&connect_timeout=3",
            "/run/socket dir",
            "",
            {"connect_timeout": "3"},
        ),
        ("postgresql://u:p@[::1]:5432/db", "::1", "p", {}),
    ],
)
def test_database_addresses_are_read_as_libpq_reads_them(
    url: str, host: str, password: str, options: dict[str, str]
) -> None:
    database = env.read({**SERVER, "DATABASE_URL": url}).database
    assert (database["HOST"], database["PASSWORD"]) == (host, password)
    assert options.items() <= database["OPTIONS"].items()


def test_the_owner_migrates_and_only_servers_pool() -> None:
    owner = {**SERVER, "DATABASE_OWNER_URL": "postgresql://owner:pw@db.example/texts"}
    assert env.read(owner).database["USER"] == "app"
    assert env.read({**owner, "ANNOTATOR_OWNER": "1"}).database["USER"] == "owner"
    assert env.read({"ANNOTATOR_OWNER": "1"}).database["USER"] == "annotator_owner"
    assert env.read({**SERVER, "ANNOTATOR_POOL": "1"}).database["OPTIONS"]["pool"]["max_size"] == 10


def test_each_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("f" * 40 + "\n")
    assert (
        env.read({"DATABASE_URL": SERVER["DATABASE_URL"], "SECRET_KEY_FILE": str(file)}).secret_key
        == "f" * 40
    )
    (tmp_path / "port").write_text("9000\r\n")
    assert env.read({"PORT_FILE": str(tmp_path / "port")}).public_url == "http://127.0.0.1:9000"


def test_an_empty_value_is_an_unset_one() -> None:
    assert env.read({"DATABASE_URL": "", "PORT": "", "BROKER_URL": "", "STORAGE_URL": ""}).embedded


def test_mail_goes_to_the_server_named_else_to_files(home: Path) -> None:
    assert env.read({}).mailer["OPTIONS"] == {"file_path": home / "mail"}
    sent = env.read({"EMAIL_URL": "smtp://me:p%40ss@mail.example.org:587"}).mailer["OPTIONS"]
    assert (sent["host"], sent["port"], sent["username"], sent["password"]) == (
        "mail.example.org",
        587,
        "me",
        "p@ss",
    )
    assert (sent["use_tls"], sent["use_ssl"]) == (True, False)
    assert env.read({"EMAIL_URL": "smtps://mail.example.org:465"}).mailer["OPTIONS"]["use_ssl"]
    assert "EMAIL_URL" in fault(EMAIL_URL="mail.example.org")


def test_a_storage_folder_is_a_file_address() -> None:
    assert env.read({"STORAGE_URL": "file:///srv/an%20install"}).storage == Path("/srv/an install")


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"DATABASE_URL": SERVER["DATABASE_URL"]}, "SECRET_KEY is required when DATABASE_URL is set"),
        ({**SERVER, "SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({**SERVER, "DATABASE_URL": "mysql://db/x"}, "DATABASE_URL must be an address such as"),
        ({**SERVER, "DATABASE_URL": "postgresql://app:pw@db:x/texts"}, "DATABASE_URL must be an address such as"),
        ({**SERVER, "DATABASE_URL": "postgresql://app@db/"}, "DATABASE_URL must be an address such as"),
        ({"DATABASE_OWNER_URL": "postgresql://o@db/x"}, "DATABASE_OWNER_URL is set but DATABASE_URL is not"),
        ({"BROKER_URL": "amqp://broker"}, "BROKER_URL must be the address of a Redis-protocol broker"),
        ({"STORAGE_URL": "s3://bucket"}, "STORAGE_URL must name a local folder"),
        ({"STORAGE_URL": "file://host/folder"}, "STORAGE_URL must name a local folder"),
        ({"PORT": "70000"}, "PORT must be a whole number from 1 to 65535, not '70000'."),
        ({"PORT": "١٢"}, "PORT must be a whole number"),
        ({"PUBLIC_URL": "annotator.example"}, "PUBLIC_URL must be an address"),
        ({"PUBLIC_URL": "https://a.example/path"}, "PUBLIC_URL must be an address"),
        ({"PUBLIC_URL": "https://a.example:port"}, "PUBLIC_URL must be an address"),
        ({"MAX_DOCUMENT_BYTES": "5MB"}, "MAX_DOCUMENT_BYTES must be a whole number"),
        ({"MAX_IMPORT_BYTES": "10"}, "MAX_IMPORT_BYTES must be a whole number from 1000 to 2000000000"),
        ({"PORT": "1", "PORT_FILE": "/x"}, "PORT and PORT_FILE are both set"),
        ({"BROKER_URL_FILE": "/nowhere/x"}, "BROKER_URL_FILE names /nowhere/x, which can not be read: No such file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(environ: dict[str, str], sentence: str) -> None:
    said = fault(**environ)
    assert said.startswith(sentence)
    assert "\n" not in said
    assert "pw@" not in said


def test_a_data_folder_that_can_not_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "file" / "home"))
    assert fault() == (
        f"The data folder {tmp_path}/file/home can not be used (Not a directory): set ANNOTATOR_HOME to another."
    )


def test_all_faults_are_said_at_once() -> None:
    assert fault(PORT="x", STORAGE_URL="y").count(".") >= 2


def test_the_demo_is_loaded_on_a_laptop_unless_switched_off() -> None:
    assert env.read({}).demo
    assert not env.read({"DEMO": "off"}).demo
    assert not env.read(SERVER).demo
    assert "DEMO must be on or off" in fault(DEMO="maybe")


def test_sites_whose_scripts_may_ask_are_named_or_all() -> None:
    assert env.read({}).cors_origins == []
    assert env.read({"CORS_ORIGINS": "*"}).cors_origins == ["*"]
    named = "https://page.example.org, http://localhost:3000,"
    assert env.read({"CORS_ORIGINS": named}).cors_origins == [
        "https://page.example.org",
        "http://localhost:3000",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "page.example.org",
        "https://page.example.org/",
        "https://*.example.org",
        "null",
        "*, https://a.example",
    ],
)
def test_what_is_no_origin_is_a_fault(wrong: str) -> None:
    assert "CORS_ORIGINS must be *" in fault(CORS_ORIGINS=wrong)


def test_only_what_answers_requests_has_time_limits() -> None:
    web = env.read({**SERVER, "ANNOTATOR_WEB": "1", "ANNOTATOR_POOL": "1"}).database["OPTIONS"]
    assert web["options"] == (
        "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    )
    assert web["pool"]["max_size"] == 10
    assert "options" not in env.read({**SERVER, "ANNOTATOR_POOL": "1"}).database["OPTIONS"]
    own = {
        **SERVER,
        "DATABASE_URL": f"{SERVER['DATABASE_URL']}?options=-c%20work_mem%3D8MB",
        "ANNOTATOR_WEB": "1",
    }
    limited = env.read({**own, "STATEMENT_TIMEOUT": "5"}).database["OPTIONS"]["options"]
    assert limited.startswith("-c work_mem=8MB -c statement_timeout=5s ")
    assert "READER_TIMEOUT must be a whole number" in fault(READER_TIMEOUT="0")
