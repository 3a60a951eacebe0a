"""What waits for staff."""

import pytest

from buttobi.ranking import verdicts, waiting
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_over_both_sections_until_it_is_decided(blog, adult_blog, staff):
    assert waiting.number() == 0
    day = sheets.day(state=sheets.PROVISIONAL)
    sheets.stand(day, [(blog, 6)], flags=["burst"])
    sheets.stand(sheets.day(section="adult", state=sheets.PROVISIONAL), [(adult_blog, 6)], flags=["burst"])
    assert waiting.number() == 2
    verdicts.let_stand(day=day, blog=blog, by=staff)
    assert waiting.number() == 1


def test_what_is_not_flagged_waits_for_nobody(blog):
    sheets.stand(sheets.day(state=sheets.PROVISIONAL), [(blog, 6)])
    assert waiting.number() == 0


def test_a_week_after_the_final_table_nothing_is_asked_any_more(blog):
    sheets.stand(sheets.day(20), [(blog, 6)], flags=["burst"])
    assert [group.appeared for group in waiting.groups()] == [[], []]
