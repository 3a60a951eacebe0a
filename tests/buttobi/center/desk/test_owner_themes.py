"""An owner's entry as a theme."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.center import compose
from buttobi.center.desk import owner_themes
from buttobi.center.models import Theme
from buttobi.center.opening import open_centers
from buttobi.entries.models import Entry
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import Target
from buttobi.trackbacks.models.policy import Culture

DAY = timedelta(days=1)


@pytest.fixture
def theme(make_entry):
    entry = make_entry(title="My challenge", accepts_trackbacks=False)
    closes_at = timezone.now() + 7 * DAY
    return owner_themes.open_as_theme(entry=entry, opens_at=None, closes_at=closes_at)


def test_it_takes_related_trackbacks_while_it_is_open_and_never_closes_to_other_sites(theme):
    found = policy.of(Target.objects.select_related("blog").get(entry=theme.entry))
    assert (found.is_open, found.culture, found.until) == (True, Culture.RELATED, None)
    assert theme.life(timezone.now()) == Theme.Life.OPEN


def test_it_may_open_later_and_says_so_until_then(make_entry, client):
    entry = make_entry()
    owner_themes.open_as_theme(entry=entry, opens_at=timezone.now() + DAY, closes_at=None)
    answer = client.post(f"/tb/{entry.target.pk}", {"url": "https://there.example/1"})
    assert policy.NOT_YET_OPEN in answer.content.decode()


def test_its_time_can_be_changed_and_it_stays_one_theme(theme):
    entry = Entry.objects.get()
    again = owner_themes.open_as_theme(entry=entry, opens_at=entry.opens_at, closes_at=None)
    assert again == theme
    assert Target.objects.get().closes_at is None


def test_while_nobody_answered_it_can_be_taken_back(theme):
    assert owner_themes.take_back(theme=theme)
    assert not Theme.objects.exists()
    assert not Target.objects.get().is_theme
    assert Entry.objects.get().opens_at is None


def test_answered_it_stays_a_theme(theme, make_entry, other_blog):
    make_entry(blog=other_blog, trackback_urls=Target.objects.get().trackback_url)
    assert owner_themes.is_answered(theme)
    assert not owner_themes.take_back(theme=theme)
    assert Theme.objects.exists()


def test_what_was_trackbacked_before_it_was_a_theme_is_no_answer(make_entry, other_blog):
    entry = make_entry()
    make_entry(blog=other_blog, trackback_urls=entry.target.trackback_url)
    theme = owner_themes.open_as_theme(entry=entry, opens_at=None, closes_at=None)
    assert not owner_themes.is_answered(theme)


@pytest.mark.parametrize("fields", [{"published": False}, {"audience": "link"}, {"audience": "me"}])
def test_only_what_everyone_can_read_becomes_a_theme(make_entry, fields):
    with pytest.raises(owner_themes.Refused, match="a published entry that everyone can read"):
        owner_themes.open_as_theme(entry=make_entry(**fields), opens_at=None, closes_at=None)
    assert not Theme.objects.exists()


def test_themes_of_a_center_are_the_staffs_affair(db):
    open_centers()
    theme = Theme.objects.filter(entry__blog__official=True).earliest("pk")
    with pytest.raises(owner_themes.Refused):
        owner_themes.open_as_theme(entry=theme.entry, opens_at=None, closes_at=None)
    assert not owner_themes.take_back(theme=theme)


def test_a_blog_has_three_themes_open_or_announced_and_closes_one_for_the_next(
    make_theme, make_entry, blog, other_blog
):
    first, *_ = make_theme(blog=blog), make_theme(blog=blog), make_theme(blog=blog, opens_in=DAY)
    make_theme(blog=blog, opens_in=-9 * DAY, closes_in=-DAY)
    fourth = make_entry()
    with pytest.raises(owner_themes.Refused, match="Close one of them"):
        owner_themes.open_as_theme(entry=fourth, opens_at=None, closes_at=None)
    owner_themes.open_as_theme(entry=first.entry, opens_at=None, closes_at=None)
    owner_themes.open_as_theme(entry=make_entry(blog=other_blog), opens_at=None, closes_at=None)
    opened = owner_themes.of(first.entry)
    assert opened is not None
    assert compose.close_now(theme=opened)
    assert owner_themes.open_as_theme(entry=fourth, opens_at=None, closes_at=None)
