"""What the form of New Submission finds in what was typed, and what it refuses."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict

from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.tags import split_tags
from buttobi.entries.unpublish import unpublish


@pytest.fixture
def typed(blog):
    """A form into which somebody typed."""

    def fill(*, entry=None, on=blog, submitting=True, **fields):
        query = QueryDict(mutable=True)
        usual = {"title": "Paws", "audience": "everyone", "accepts_trackbacks": "on", "tells_links": "on"}
        query.update({**usual, **fields})
        return EntryForm(query, blog=on, entry=entry, submitting=submitting)

    return fill


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("cats, dogs", ["cats", "dogs"]),
        ("猫、犬，鳥", ["猫", "犬", "鳥"]),
        (" #Cats ,cats,, ＣＡＴＳ ", ["Cats"]),
        ("soft   things", ["soft things"]),
        ("", []),
        (",、,", []),
    ],
)
def test_tags_are_separated_by_any_comma_and_each_is_one(line, names):
    assert split_tags(line) == names


@pytest.mark.parametrize("line", ["x" * 61, "..", "a/../b", ",".join(f"tag{number}" for number in range(21))])
def test_tags_that_cannot_have_a_page_or_are_too_many_are_refused(typed, line):
    assert "tags" in typed(tags=line).errors


def test_a_tag_may_hold_a_slash(typed):
    assert typed(tags="Animals / Pets").is_valid()


@pytest.mark.parametrize("slug", ["tags", "2026", "ねこ", "a/b"])
def test_an_address_that_cannot_be_is_refused(typed, slug):
    assert "slug" in typed(slug=slug).errors


def test_an_address_that_another_entry_has_is_refused_and_the_own_is_not(typed, make_entry):
    entry = make_entry(title="Claws")
    assert "slug" in typed(slug="claws").errors
    assert typed(slug="claws", entry=entry).is_valid()


def test_an_address_left_empty_keeps_the_one_that_the_entry_has(typed, make_entry):
    form = typed(slug="", entry=make_entry())
    assert form.is_valid()
    assert form.written().slug == ""


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T00:00", "tomorrow"])
@pytest.mark.parametrize("submitting", [True, False])
def test_a_date_that_no_calendar_of_ours_has_is_refused(typed, blog, moment, submitting):
    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        blog.time_zone = zone
        assert "scheduled_for" in typed(scheduled_for=moment, submitting=submitting).errors


def test_an_hour_that_the_change_to_summer_time_leaves_out_is_refused(typed, blog):
    blog.time_zone = "Europe/Berlin"
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        assert "scheduled_for" in typed(scheduled_for="2026-03-29T02:30").errors


def test_a_draft_may_hold_a_date_that_has_passed(typed):
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC)):
        assert typed(scheduled_for="2026-11-01T09:00", submitting=False).is_valid()


def test_a_text_that_would_cost_too_much_to_show_is_refused_with_the_reason(typed):
    assert "200,000 characters" in str(typed(body="x" * 200_001).errors["body"])
    assert "nested too deep" in str(typed(body=">" * 5_000).errors["body"])


def test_full_width_and_comma_separated_addresses_are_understood(typed):
    form = typed(
        trackback_urls="ｈｔｔｐｓ：／／ｔｈｅｒｅ．ｅｘａｍｐｌｅ．ｏｒｇ／１、https://there.example.org/2, https://there.example.org/3"
    )
    assert form.is_valid()
    assert [line.url for line in form.box.lines] == [f"https://there.example.org/{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "url",
    [
        "oops",
        "ftp://there.example.org/",
        "http://127.0.0.1/",
        "http://192.168.0.1/tb",
        "http://user@there.example.org/",
        "http://there.example.org:22/",
        "http://box.local/",
        "https://there.example.org/" + "x" * 3000,
    ],
)
def test_an_address_that_can_never_be_sent_is_named_with_the_reason(typed, url):
    form = typed(trackback_urls=f"https://there.example.org/1\n{url}")
    assert len(form.errors["trackback_urls"]) == 1
    assert form.errors["trackback_urls"][0].startswith(url[:40])
    assert len(form.errors["trackback_urls"][0]) < 300


def test_the_same_address_twice_counts_once(typed):
    form = typed(trackback_urls="https://there.example.org/1\n" * 6)
    assert form.is_valid()
    assert form.box.says == "1 of 5"


def test_thousands_of_lines_are_refused_and_not_all_looked_at(typed):
    form = typed(trackback_urls="\n".join(f"https://there.example.org/{number}" for number in range(5000)))
    assert not form.is_valid()
    assert form.box.says == "5000 of 5"
    assert len(form.box.lines) == 30


def test_the_title_of_an_entry_that_was_taken_back_is_not_shown_to_others(typed, make_entry, other_blog):
    entry = make_entry(blog=other_blog, title="Taken back")
    unpublish(entry=entry)
    form = typed(trackback_urls=entry.target.trackback_url)
    assert form.box.targets == []
    assert [line.chip.says for line in form.box.lines] == ["takes no trackbacks now"]


def test_closed_settings_say_what_is_in_them(blog):
    assert EntryForm(blog=blog).settings_say == ""
    entry = Entry(blog=blog, trackback_urls="https://there.example.org/1", audience="me", accepts_trackbacks=False)
    entry.scheduled_for = datetime(2026, 11, 23, tzinfo=UTC)
    assert EntryForm(blog=blog, entry=entry).settings_say == (
        "1 trackback · 2026-11-23 09:00 · only me · takes no trackbacks"
    )


def test_nothing_written_is_an_error_and_a_title_alone_or_a_text_alone_is_not(typed):
    assert "body" in typed(title=" ").errors
    assert typed(title="", body="words").is_valid()
    assert typed(title="words", body="").is_valid()
