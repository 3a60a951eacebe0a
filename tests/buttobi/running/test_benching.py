"""`buttobi bench`."""

import pytest

from buttobi.running.benching import run_benches
from buttobi.running.errors import Unable


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "calm.py").write_text("open('calm', 'w')")
    (tmp_path / "bench" / "steep.py").write_text("raise SystemExit(1)")
    return tmp_path


def test_one_over_its_limit_is_told_by_the_status_and_the_others_are_measured_all_the_same(checkout):
    assert run_benches(checkout, []) == 1
    assert (checkout / "calm").exists()


def test_only_what_is_named_is_measured(checkout):
    assert run_benches(checkout, ["calm"]) == 0


def test_an_unknown_name_is_answered_with_the_known_ones(checkout):
    with pytest.raises(Unable, match="calm, steep"):
        run_benches(checkout, ["fast"])
