"""What is told of each trackback of a day, and what is not."""

import pytest

from buttobi.blogs.models import Blog
from buttobi.ranking import proof, verdicts
from buttobi.trackbacks.models import Received, Target
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(make_entry):
    return make_entry(title="Paws").target


def proven(day, blog):
    found = proof.of(day, blog)
    assert found is not None
    return found


def titles(part):
    return [line.item.title for line in part.items]


def untold(found):
    return {some.why: some.number for some in found.untold}


def test_what_counted_and_what_did_not_are_told_with_their_entry(target, blog):
    day = sheets.day()
    sheets.stand(day, [(blog, 1)])
    sheets.tally(day, target, title="Counted one")
    sheets.tally(day, target, title="Left out", reason="no_blog")
    found = proven(day, blog)
    assert (found.counted, found.left_out, found.untold) == (1, 1, [])
    (line,) = proof.counted(day, blog).items
    assert (line.item.title, line.target.title, line.why) == ("Counted one", "Paws", "")
    (line,) = proof.left_out(day, blog).items
    assert (line.item.title, line.why) == ("Left out", "Its page names neither its blog nor a feed.")


@pytest.mark.parametrize(
    ("state", "reason", "why"),
    [
        ("held", "held", "It waits for the owner of the blog."),
        ("refused", "refused", "The owner of the blog refused it."),
        ("withdrawn", "withdrawn", "Its author took it back."),
        ("arrived", "examined", "It is being examined."),
    ],
)
def test_of_what_is_not_shown_only_number_and_reason_are_told(target, blog, state, reason, why):
    day = sheets.day()
    for _ in range(2):
        sheets.tally(day, target, title="PRIVATE", state=state, reason=reason)
    found = proven(day, blog)
    assert untold(found) == {why: 2}
    assert titles(proof.counted(day, blog)) + titles(proof.left_out(day, blog)) == []


def test_a_trackback_that_counted_and_was_refused_later_keeps_its_count_and_loses_its_words(target, blog):
    day = sheets.day()
    sheets.stand(day, [(blog, 1)])
    Received.objects.filter(pk=sheets.tally(day, target).received_id).update(state="refused")
    found = proven(day, blog)
    assert found.counted == 1
    assert untold(found) == {"It counted, and is not listed under the entry any more.": 1}
    assert titles(proof.counted(day, blog)) == []


def test_a_source_that_is_not_public_any_more_is_not_named(target, blog, make_entry, other_blog):
    day = sheets.day()
    source = make_entry(blog=other_blog, title="A source").target
    sheets.tally(day, target, source=source)
    assert titles(proof.counted(day, blog)) == ["A source"]
    Target.objects.filter(pk=source.pk).update(listed=False)
    assert titles(proof.counted(day, blog)) == []


def test_a_source_that_moved_across_the_wall_is_not_named(target, blog, make_entry, other_blog):
    day = sheets.day()
    sheets.tally(day, target, source=make_entry(blog=other_blog, title="A source").target)
    Blog.objects.filter(pk=other_blog.pk).update(section="adult")
    assert titles(proof.counted(day, blog)) == []
    assert sum(untold(proven(day, blog)).values()) == 1


def test_an_entry_that_is_not_public_any_more_is_not_named(target, blog):
    day = sheets.day()
    sheets.tally(day, target)
    Target.objects.filter(pk=target.pk).update(listed=False)
    assert titles(proof.counted(day, blog)) == []


def test_long_lists_go_on_where_they_were_left(target, blog, monkeypatch):
    monkeypatch.setattr(proof, "ROWS", 2)
    day = sheets.day()
    for number in range(5):
        sheets.tally(day, target, title=f"Number {number}")
    read, part = [], proof.counted(day, blog)
    while part.next:
        read += titles(part)
        part = proof.counted(day, blog, after=part.next)
    assert [*read, *titles(part)] == [f"Number {number}" for number in range(5)]


def test_of_a_blog_without_any_trackback_there_is_no_proof(blog):
    assert proof.of(sheets.day(), blog) is None


def test_days_and_blogs_are_kept_apart(target, blog, make_entry, other_blog):
    sheets.tally(sheets.day(2), target, title="Another day")
    day = sheets.day(1)
    sheets.tally(day, make_entry(blog=other_blog).target, title="Another blog")
    sheets.tally(day, target, title="This one")
    assert titles(proof.counted(day, blog)) == ["This one"]


def test_a_flagged_row_that_waits_has_no_public_proof(target, blog, staff):
    day = sheets.day(state=sheets.PROVISIONAL)
    sheets.stand(day, [(blog, 1)], flags=["mutual"])
    assert not proof.may_be_read(proven(day, blog))
    verdicts.let_stand(day=day, blog=blog, by=staff)
    assert proof.may_be_read(proven(day, blog))


def test_the_proof_of_a_struck_row_stays_and_says_why(target, blog, staff):
    day = sheets.day(state=sheets.PROVISIONAL)
    sheets.stand(day, [(blog, 1)], flags=["mutual"])
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    found = proven(day, blog)
    assert proof.may_be_read(found)
    assert found.strike.reason == "A ring."


@pytest.mark.parametrize("change", [{"in_ranking": False}, {"state": "closed"}], ids=str)
def test_a_blog_out_of_the_ranking_has_no_public_proof(target, blog, change):
    day = sheets.day()
    sheets.stand(day, [(blog, 1)])
    Blog.objects.filter(pk=blog.pk).update(**change)
    assert not proof.may_be_read(proven(day, blog))


def test_a_blog_of_which_nothing_counted_has_a_proof_of_that(target, blog):
    day = sheets.day()
    sheets.tally(day, target, reason="no_blog")
    found = proven(day, blog)
    assert (found.standing, found.counted, found.left_out) == (None, 0, 1)
    assert proof.may_be_read(found)
