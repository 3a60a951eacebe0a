"""Flags, on values."""

from typing import Any

from buttobi.ranking import rings


def flags(owners: list[str], **fields: Any) -> list[str]:
    return rings.flags(rings.Watched(owners=owners, **{"mutual": 0, "before": 0, **fields}))


MANY = [f"owner:{number}" for number in range(20)]


def test_small_numbers_are_no_ring():
    assert flags(["a"] * 4, mutual=4, before=1) == []
    assert flags(["a"] * 5, mutual=5, before=1) == ["few_owners", "mutual", "burst"]


def test_sixty_in_a_hundred_of_three_owners_are_asked_about():
    assert flags(["a", "b", "c", *MANY[:2]]) == ["few_owners"]
    assert flags(["a", "a", "b", "b", "c", "c", *MANY[:4]]) == ["few_owners"]
    assert flags(["a", "a", "b", "b", "c", *MANY[:4]]) == []
    assert flags(MANY) == []


def test_most_of_a_day_given_back_is_asked_about():
    assert flags(MANY, mutual=12) == ["mutual"]
    assert flags(MANY, mutual=11) == []


def test_five_times_the_usual_day_is_asked_about():
    assert flags(MANY, before=4 * 28) == ["burst"]
    assert flags(MANY, before=4 * 28 + 1) == []


def test_a_blog_without_a_usual_day_is_compared_with_nothing():
    assert flags(MANY, before=0) == []
