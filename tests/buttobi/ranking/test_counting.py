"""What is read of a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buttobi.ranking import counting, formula
from buttobi.ranking.formula import Candidate
from tests.buttobi.ranking.rows import come, given, page

D = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 19, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def read(**rules: Any) -> list[Candidate]:
    return sorted(counting.candidates(D, rules=formula.Rules(**rules)), key=lambda one: one.pk)


@pytest.mark.django_db
class TestOfADay:
    @pytest.fixture
    def cats(self, blog: Any) -> Any:
        return page(blog)

    @pytest.fixture
    def dogs(self, other_blog: Any) -> Any:
        return page(other_blog)

    def test_it_begins_at_midnight_and_ends_before_the_next(self, cats):
        moments = (MIDNIGHT - HOUR / 3600, MIDNIGHT, MIDNIGHT + DAY - HOUR / 3600, MIDNIGHT + DAY)
        rows = [come(cats, at) for at in moments]
        assert [one.pk for one in read()] == [rows[1].pk, rows[2].pk]

    def test_what_was_let_in_on_it_is_of_it_and_nothing_that_was_let_in_later(self, cats):
        come(cats, NOON, shown_at=NOON + DAY, approved_at=NOON + DAY)
        let_in = come(cats, NOON - 5 * DAY, shown_at=NOON, approved_at=NOON)
        assert [(one.pk, one.moment) for one in read()] == [(let_in.pk, NOON)]

    def test_a_page_here_is_read_with_its_blog_and_owner(self, cats, dogs, other_account):
        given(cats, dogs, NOON)
        one = read()[0]
        assert (one.source, one.source_blog, one.source_owner) == (
            f"blog:{dogs.blog.pk}",
            dogs.blog.pk,
            other_account.pk,
        )
        assert one.source_public

    def test_a_page_here_that_is_not_public_is_known_as_such(self, cats, dogs):
        given(cats, dogs, NOON)
        dogs.listed = False
        dogs.save()
        assert not read()[0].source_public
        dogs.listed = True
        dogs.save()
        dogs.blog.state = "closed"
        dogs.blog.save()
        assert not read()[0].source_public

    def test_a_site_names_its_blog_or_a_feed(self, cats):
        for fields in ({"blog_name": ""}, {"blog_name": "", "has_feed": True}, {"blog_name": "A diary"}):
            come(cats, NOON, **fields)
        assert [one.names_blog for one in read()] == [False, True, True]

    def test_a_site_that_sends_much_is_known_from_the_first_it_had_shown_before(self, cats):
        for _ in range(4):
            come(cats, NOON)
            come(cats, NOON, "example.org")
        come(cats, NOON - DAY, "example.org")
        come(cats, NOON - DAY, "example.com", state="refused", shown_at=None)
        assert {one.source for one in read(per_host=3) if one.known} == {"example.org"}

    def test_a_page_elsewhere_is_of_the_site_that_its_address_led_to(self, cats):
        come(cats, NOON, "go.example.net", final_url="https://note.com/%62ob/n1", final_pace="note.com")
        come(cats, NOON, "go.example.net", final_url="https://example.org/n1", final_pace="example.org")
        come(cats, NOON, "example.com", final_url="", final_pace="")
        assert [one.source for one in read()] == ["note.com/bob", "example.org", "example.com"]

    def test_a_site_is_known_by_what_led_to_it_not_by_what_led_on_from_it(self, cats):
        for number in range(3):
            come(cats, NOON, "example.com")
            come(cats, NOON, "example.org")
            come(cats, NOON, "note.com", f"https://note.com/bob/{number}")
        there = {"final_url": "https://example.com/1", "final_pace": "example.com"}
        come(cats, NOON - DAY, "example.org", **there)
        come(cats, NOON - DAY, "go.example.net", final_url="https://note.com/Bob/9", final_pace="note.com")
        assert {one.source for one in read(per_host=2) if one.known} == {"example.com", "note.com/bob"}

    def test_each_blog_of_a_host_of_many_is_known_by_itself(self, cats):
        for number in range(3):
            for name in ("alice", "bob"):
                come(cats, NOON, "note.com", f"https://note.com/{name}/{number}")
        come(cats, NOON - DAY, "note.com", "http://www.note.com/Alice/0")
        assert {one.source for one in read(per_host=2) if one.known} == {"note.com/alice"}

    def test_another_public_entry_of_a_blog_is_asked_for_only_where_that_matters(self, cats, dogs):
        given(cats, dogs, NOON)
        assert read()[0].source_has_more
        assert not read(min_hours=1)[0].source_has_more
        page(dogs.blog, listed=False)
        assert not read(min_hours=1)[0].source_has_more
        page(dogs.blog)
        assert read(min_hours=1)[0].source_has_more

    def test_a_hundred_trackbacks_cost_as_many_queries_as_one(self, cats, dogs):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                read(per_host=1, min_hours=1)
            return len(captured)

        given(cats, dogs, NOON)
        for site in ("example.com", "example.org"):
            come(cats, NOON, site)
            come(cats, NOON, site)
        few = queries()
        for number in range(50):
            given(cats, page(dogs.blog), NOON)
            come(cats, NOON, f"example{number % 5}.net")
        assert queries() == few
