"""Parameters of a call as what a method needs."""

from datetime import UTC, datetime

import pytest

from buttobi.clients import values
from linkback.xmlrpc import Fault


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (7, "7"), (1.5, "1.5"), ("ねこがねている。".encode("euc_jp"), "ねこがねている。")]
)
def test_a_text_is_a_text_in_whichever_form_it_came(value, text):
    assert values.words(value) == text


@pytest.mark.parametrize("value", [None, True, [], {}, datetime(2004, 4, 1, tzinfo=UTC)])
def test_what_is_no_text_is_a_fault(value):
    with pytest.raises(Fault):
        values.words(value)


@pytest.mark.parametrize(("value", "number"), [(5, 5), ("5", 5), (0, 1), (-3, 1), (10**9, 50)])
def test_a_number_of_rows_is_at_least_one_and_bounded(value, number):
    assert values.number_of_rows(value, most=50) == number


@pytest.mark.parametrize("value", ["", "x", "-1", "１２", "9" * 19, 1.5])
def test_what_is_no_id_is_the_id_of_nothing(value):
    assert values.row_id(value) == 0


@pytest.mark.parametrize(
    ("value", "yes"), [(1, True), (True, True), ("1", True), ("Open", True), (2, False), ("0", False), (None, False)]
)
def test_a_switch_is_read_in_every_form(value, yes):
    assert values.is_yes(value) is yes
