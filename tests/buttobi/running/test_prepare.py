"""What is made ready before anything is served."""

import pytest
from django.core.management import call_command

from buttobi.running import prepare


@pytest.fixture
def collected(monkeypatch, tmp_path, settings):
    """How often the static files were collected."""
    settings.STATIC_ROOT = tmp_path / "static"
    times: list[str] = []

    def count(name: str, **options: object) -> None:
        times.append(name)
        call_command(name, **options)

    monkeypatch.setattr(prepare, "call_command", count)
    return times


def test_static_files_are_collected_once_while_they_stay_the_same(collected):
    prepare.static(print)
    prepare.static(print)
    assert collected == ["collectstatic"]


def test_static_files_whose_collecting_was_interrupted_are_collected_again(collected, settings):
    prepare.static(print)
    (settings.STATIC_ROOT / "collected.json").write_text("")
    prepare.static(print)
    assert collected == ["collectstatic"] * 2


@pytest.mark.django_db
def test_a_prepared_database_is_prepared_again_without_a_word_or_a_change(capsys):
    prepare.database(print)
    before = _rows()
    prepare.database(print)
    assert capsys.readouterr().out == ""
    assert _rows() == before


def _rows() -> int:
    from buttobi.entries.models import Entry

    return Entry.objects.count()


@pytest.mark.django_db
def test_bells_of_an_earlier_life_are_thrown_away(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    folder = settings.DATA / "broker"
    folder.mkdir(exist_ok=True)
    (folder / "1.bells.msg").write_text("")
    prepare.everything(print)
    assert list(folder.iterdir()) == []
