"""The data folder."""

import stat

import pytest

from buttobi.running import folder
from buttobi.running.errors import Unable


def test_a_new_folder_has_a_key_and_a_place_for_bells(tmp_path):
    folder.make(tmp_path / "new" / "data")
    key = tmp_path / "new" / "data" / "secret-key"
    assert len(key.read_text()) > 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert (tmp_path / "new" / "data" / "broker").is_dir()


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path):
    for name in ("buttobi.sqlite3", "buttobi.sqlite3-wal"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o644)
    folder.make(tmp_path)
    assert [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("buttobi.sqlite3*")] == [0o600, 0o600]


def test_the_key_stays_the_same(tmp_path):
    folder.make(tmp_path)
    before = (tmp_path / "secret-key").read_text()
    folder.make(tmp_path)
    assert (tmp_path / "secret-key").read_text() == before


def test_a_key_whose_writing_was_interrupted_is_written_anew(tmp_path):
    (tmp_path / "secret-key").write_text("")
    (tmp_path / "secret-key.new").write_text("half a k")
    folder.make(tmp_path)
    assert len((tmp_path / "secret-key").read_text()) > 50


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unable, match=r"^The data folder \S+ cannot be written to \(.+\)\.$"):
        folder.make(tmp_path / "file" / "data")


def test_a_held_folder_refuses_another_and_is_free_afterwards(tmp_path):
    folder.refuse_if_held(tmp_path)
    with folder.held(tmp_path):
        with pytest.raises(Unable, match="already running"):
            folder.refuse_if_held(tmp_path)
        with pytest.raises(Unable, match="already running"), folder.held(tmp_path):
            raise AssertionError
    folder.refuse_if_held(tmp_path)
