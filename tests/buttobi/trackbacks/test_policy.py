"""What a page takes: the usual, what its blog says, what it says itself; and what senders are told."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from buttobi.blogs.models import Blog
from buttobi.trackbacks import policy, receive, rules
from buttobi.trackbacks.models import BlogPolicy, Received, Target
from buttobi.trackbacks.models.policy import NEVER

SOURCE = "https://there.example.org/entry/1"

pytestmark = pytest.mark.django_db


def fresh(target):
    """The page with its rules as they stand in the database."""
    return Target.objects.select_related("blog__policy").get(pk=target.pk)


def say(target, **rules):
    Target.objects.filter(pk=target.pk).update(**rules)
    return policy.of(fresh(target))


def send(target, protocol="trackback", url=SOURCE):
    return receive.arrive(target=fresh(target), protocol=protocol, source_url=url)


def age(target, days):
    Target.objects.filter(pk=target.pk).update(created_at=timezone.now() - timedelta(days=days, minutes=1))


def test_usually_every_kind_is_taken_for_ninety_days(target):
    usual = policy.of(fresh(target))
    assert usual.takes == ("trackback", "pingback", "webmention")
    assert (usual.culture, usual.showing, usual.is_open) == ("ordinary", "examined", True)
    assert usual.until == target.created_at + timedelta(days=90)


def test_a_page_says_more_than_its_blog_and_its_blog_more_than_is_usual(target, make_target):
    BlogPolicy.objects.create(blog=target.blog, takes=["webmention", "trackback"], culture="mention", showing="looked")
    of_blog = policy.of(fresh(target))
    assert (of_blog.takes, of_blog.culture, of_blog.showing) == (("trackback", "webmention"), "mention", "looked")
    own = say(target, takes=["pingback"], culture="related", showing="examined", closes_after_days=NEVER)
    assert (own.takes, own.culture, own.showing, own.until) == (("pingback",), "related", "examined", None)
    assert policy.of(fresh(make_target("Other"))).culture == "mention"


def test_a_theme_needs_no_link_and_never_closes_to_other_sites(target):
    Blog.objects.update(official=True)
    BlogPolicy.objects.create(blog=target.blog, culture="mention", closes_after_days=1)
    age(target, 400)
    theme = policy.of(fresh(target))
    assert (theme.culture, theme.until) == ("related", None)
    assert send(target).state == Received.State.ARRIVED


def test_one_act_closes_every_entry_at_once(target, source, make_target):
    other = make_target("Other")
    BlogPolicy.objects.create(blog=target.blog, closed=True)
    for closed in (target, other):
        with pytest.raises(receive.Closed, match=policy.CLOSED):
            send(closed)
        with pytest.raises(receive.Closed, match=policy.CLOSED):
            receive.from_here(source=source, target=fresh(closed))
    assert not Received.objects.exists()
    BlogPolicy.objects.update(closed=False)
    assert send(target).is_new


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
def test_a_kind_that_is_not_taken_is_refused_by_its_name(target, protocol):
    say(target, takes=[kind for kind in ("trackback", "pingback", "webmention") if kind != protocol])
    with pytest.raises(receive.Closed, match=policy.NOT_TAKEN[protocol]):
        send(target, protocol)
    for other in {"trackback", "pingback", "webmention"} - {protocol}:
        assert send(target, other).pk


def test_after_ninety_days_other_sites_are_refused_and_blogs_here_are_not(target, source):
    age(target, 90)
    with pytest.raises(receive.Closed, match=policy.CLOSED_TO_OUTSIDERS):
        send(target)
    with pytest.raises(receive.Closed, match=policy.CLOSED_TO_OUTSIDERS):
        send(target, url=source.address)
    assert receive.from_here(source=source, target=fresh(target)).state == Received.State.SHOWN


def test_what_is_listed_may_change_after_its_target_was_closed(target):
    row = send(target)
    assert row.step(Received.State.SHOWN)
    Target.objects.update(accepts=False)
    assert send(target, "webmention").protocols == ["trackback", "webmention"]
    with pytest.raises(receive.Closed):
        send(target, url=f"{SOURCE}0")
    Target.objects.update(listed=False)
    with pytest.raises(receive.Closed):
        send(target, "webmention")


def test_what_is_not_listed_does_not_come_in_after_the_target_was_closed(target):
    send(target)
    Target.objects.update(accepts=False)
    with pytest.raises(receive.Closed):
        send(target, "webmention")


@pytest.mark.parametrize("sentence", [policy.CLOSED, policy.CLOSED_TO_OUTSIDERS, *policy.NOT_TAKEN.values()])
def test_refusals_are_ascii_sentences(sentence):
    assert sentence.isascii()
    assert sentence.endswith(".")
    assert not set("<>&") & set(sentence)


def test_the_words_say_what_holds(target):
    Target.objects.update(created_at=timezone.now())
    rules = say(target, culture="mention", showing="looked", closes_after_days=NEVER, takes=["trackback", "webmention"])
    words = policy.words(rules, target)
    assert words == "TrackBack, Webmention · a link is needed · shown after the owner looked · no Adult blogs"
    usual = say(target, culture="", showing="", takes=None)
    assert policy.words(usual, target).startswith("Without a link, the owner decides · shown after examination")


def test_the_words_say_when_it_is_not_yet_or_no_longer_a_themes_time(target):
    now = timezone.now()
    target.opens_at = now + timedelta(hours=1)
    assert policy.words(policy.of(target), target) == "This theme is not open yet."
    target.opens_at, target.closes_at = now - timedelta(hours=2), now - timedelta(hours=1)
    assert policy.words(policy.of(target), target) == "This theme is closed. Its answers stay to be read."


def test_the_words_name_the_day_on_which_other_sites_are_shut_out(target):
    say(target, closes_after_days=7)
    assert "from other sites until " in policy.words(policy.of(fresh(target)), target)
    age(target, 8)
    assert "closed to other sites since " in policy.words(policy.of(fresh(target)), target)


@pytest.mark.parametrize("rules", [{"accepts": False}, {"takes": []}])
def test_a_page_that_takes_nothing_says_so(target, rules):
    assert policy.words(say(target, **rules), target) == "Takes no new trackbacks"


def test_doors_are_shown_only_while_other_sites_may_come(target):
    now = timezone.now()
    assert say(target, takes=["pingback"]).doors(now) == ("pingback",)
    assert say(target, accepts=False).doors(now) == ()
    age(target, 90)
    assert say(target, accepts=True).doors(now) == ()


def test_a_promise_for_each_policy(target):
    promises = {policy.promise(say(target, culture=culture)) for culture in ("mention", "ordinary", "related")}
    promises.add(policy.promise(say(target, showing="looked")))
    assert len(promises) == 4


def test_programs_elsewhere_read_that_they_are_shut_out(target):
    age(target, 90)
    assert policy.as_json(policy.of(fresh(target)), fresh(target))["open"] is False


def test_programs_read_the_same_and_the_words_in_both_languages(target):
    with translation.override("ja"):
        told = policy.as_json(policy.of(fresh(target)), target)
    assert (told["open"], told["culture"], told["showing"]) == (True, "ordinary", "examined")
    assert told["takes"] == ["trackback", "pingback", "webmention"]
    assert told["trackback"] == target.trackback_url
    assert str(told["until"])[:10] == (target.created_at + timedelta(days=90)).date().isoformat()
    words = told["words"]
    assert isinstance(words, dict)
    assert set(words) == {"en", "ja"}
    assert "no Adult blogs" in words["en"]


def test_kinds_are_joined_as_their_language_joins_words(target):
    say(target, takes=["trackback", "pingback"])
    in_japanese = policy.as_json(policy.of(fresh(target)), target)["words"]
    assert isinstance(in_japanese, dict)
    assert "TrackBack、Pingback" in in_japanese["ja"]
    assert "TrackBack, Pingback" in in_japanese["en"]
    with translation.override("ja"):
        assert rules.named(["trackback", "pingback"]) == "TrackBack、Pingback"
