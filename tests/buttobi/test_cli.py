"""The commands, as a person at a terminal types them."""

import json
import os
import re
import socket
import stat
from pathlib import Path

import pytest

from buttobi.cli import HELP, WITH_TABLES, answers_healthz, main
from buttobi.running import folder
from tests.living import Living, free_port


@pytest.fixture
def place(tmp_path):
    """A data folder where nothing has been served."""
    return Living(tmp_path / "data")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch):
    """What a command puts into the environment does not outlive the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def only_sentence(text: str) -> str:
    """The one line that a failure prints."""
    assert len(text.strip().splitlines()) == 1, text
    assert text.strip().endswith(".")
    return text


def test_help_names_every_command(capsys):
    assert main(["help"]) == 0
    printed = capsys.readouterr().out
    for command in ("serve", "test", "check", "help", *WITH_TABLES):
        assert re.search(rf"\./run \[?{command}\b", printed)
    assert printed == HELP


@pytest.mark.parametrize("spelling", ["help", "--help", "-h"])
def test_help_is_found_however_it_is_asked_for(spelling, capsys):
    assert main([spelling]) == 0
    assert "Buttobi" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["serve", "--port", "ninety"],
        ["serve", "--port", "0"],
        ["serve", "--colour", "blue"],
        ["serve", "--data"],
        ["serve", "--host", "not an address", "--port", "8000"],
    ],
)
def test_a_mistake_of_the_person_is_one_sentence_and_status_2(arguments, capsys):
    assert main(arguments) == 2
    only_sentence(capsys.readouterr().err)


@pytest.mark.parametrize(
    "setting", [{"BLOG_ADDRESS": "planet"}, {"TRACKBACK_URLS_GENERAL": "many"}, {"OUTBOUND_ALLOW": "everything"}]
)
def test_a_setting_that_is_not_understood_is_one_sentence(place, setting):
    place.environment |= setting
    done = place.command("serve", "--port", str(place.port), check=False)
    assert done.returncode == 2
    assert next(iter(setting)) in only_sentence(done.stderr)


def test_a_taken_port_is_one_sentence_and_nothing_was_begun(place):
    with socket.create_server(("127.0.0.1", place.port)):
        done = place.command("serve", "--port", str(place.port), check=False)
    assert done.returncode == 1
    assert str(place.port) in only_sentence(done.stderr)
    assert not place.folder.exists()


def test_a_data_folder_that_cannot_be_is_one_sentence(place):
    place.folder.write_text("a file where the folder should be")
    done = place.command("serve", "--port", str(place.port), check=False)
    assert done.returncode == 1
    assert str(place.folder) in only_sentence(done.stderr)


def test_nobody_else_on_the_machine_can_read_what_a_command_writes_into_a_folder_that_was_there(place):
    place.folder.mkdir(mode=0o755)
    place.folder.chmod(0o755)
    place.command("account", "hanako", "--email", "hanako@mail.example", "--password-stdin", stdin="a long enough one")
    open_to_others = [file.name for file in place.folder.iterdir() if stat.S_IMODE(file.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_nobody_answers_on_a_port_where_nothing_listens():
    assert not answers_healthz("127.0.0.1", free_port())


def test_every_command_takes_the_folder_anywhere_among_its_arguments(tmp_path, capsys):
    assert main(["help", f"--data={tmp_path}"]) == 0
    assert os.environ["BUTTOBI_DATA"] == str(tmp_path)
    assert main(["--data", str(tmp_path / "other"), "help"]) == 0
    assert os.environ["BUTTOBI_DATA"] == str(tmp_path / "other")
    capsys.readouterr()


def test_the_addresses_of_the_last_start_win_over_the_environment(tmp_path):
    folder.keep_addresses(tmp_path, {"GENERAL_HOST": "blogs.example", "OUTBOUND_ALLOW": "127.0.0.0/8"})
    os.environ["GENERAL_HOST"] = "elsewhere.example"
    os.environ["OUTBOUND_ALLOW"] = ""
    folder.recall_addresses(tmp_path)
    assert os.environ["GENERAL_HOST"] == "blogs.example"
    assert os.environ["OUTBOUND_ALLOW"] == ""


def test_limits_of_the_last_start_are_used_where_the_environment_says_nothing(tmp_path):
    folder.keep_addresses(tmp_path, {"OUTBOUND_ALLOW": "127.0.0.0/8", "TRACKBACK_URLS_ADULT": "1"})
    os.environ.pop("OUTBOUND_ALLOW", None)
    folder.recall_addresses(tmp_path)
    assert os.environ["OUTBOUND_ALLOW"] == "127.0.0.0/8"
    assert os.environ["TRACKBACK_URLS_ADULT"] == "1"


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_torn_addresses_are_as_good_as_none(tmp_path, content):
    (tmp_path / "addresses.json").write_text(content)
    before = dict(os.environ)
    folder.recall_addresses(tmp_path)
    assert dict(os.environ) == before


def test_a_command_prints_the_address_that_the_service_was_started_with(place):
    place.environment["GENERAL_HOST"] = "ignored.example"
    place.folder.mkdir()
    folder.keep_addresses(Path(place.folder), {"GENERAL_HOST": "blogs.example:81"})
    done = place.command("shell", "-c", "from django.conf import settings; print(settings.GENERAL_HOST)")
    assert done.stdout.strip().splitlines()[-1] == "blogs.example:81"


def test_the_first_account_can_be_made_before_anything_was_served(place):
    words = ["account", "hanako", "--email", "hanako@mail.example", "--password-stdin"]
    place.command(*words, stdin="correct horse battery staple\n")
    again = place.command(*words, stdin="correct horse battery staple\n", check=False)
    assert again.returncode == 2
    only_sentence(again.stderr)


def test_what_was_kept_can_be_read_by_other_programs(tmp_path):
    folder.keep_addresses(tmp_path, {"GENERAL_HOST": "blogs.example"})
    assert json.loads((tmp_path / "addresses.json").read_text()) == {"GENERAL_HOST": "blogs.example"}


def test_a_command_answers_whoever_typed_it_and_keeps_its_log_to_itself(place):
    place.command("account", "hanako", "--email", "hanako@mail.example", "--password-stdin", stdin="one long thread\n")
    place.command("blog", "cats", "--owner", "hanako", "--title", "Cats", "--language", "en")
    published = place.command("publish", "cats", "--title", "A heron", stdin="It stands there.")
    assert [line.partition(":")[0] for line in published.stdout.splitlines()] == ["entry", "trackback"]
    assert published.stderr == ""
