"""What an author says under Other Settings about the trackbacks to one entry."""

import re

import pytest

from buttobi.blogs.models import Blog
from buttobi.entries import keep
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.write import begin, submit
from buttobi.trackbacks import policy, rules
from buttobi.trackbacks.models import BlogPolicy, Target
from buttobi.trackbacks.models.policy import NEVER

USUAL = {"title": "Paws", "audience": "everyone", "accepts_trackbacks": "on", "tells_links": "on"}
OWN = {"takes": "trackback webmention", "culture": "mention", "showing": "looked", "closes_after_days": "0"}

pytestmark = pytest.mark.django_db


def published(blog, **fields):
    form = EntryForm(USUAL | fields, blog=blog)
    assert form.is_valid(), form.errors
    return submit(entry=begin(blog=blog, author=blog.owner), written=form.written())


def of(entry):
    return policy.of(Target.objects.get(pk=entry.target_id))


def test_an_entry_that_says_nothing_has_its_blogs_rules(blog):
    entry = published(blog)
    assert of(entry).culture == "ordinary"
    BlogPolicy.objects.create(blog=blog, culture="related", takes=["webmention"])
    assert of(entry).culture == "related"
    assert of(entry).takes == ("webmention",)


def test_what_it_says_reaches_its_page_and_comes_back_into_the_form(blog):
    entry = published(blog, **OWN)
    held = of(entry)
    assert (held.takes, held.culture, held.showing) == (("trackback", "webmention"), "mention", "looked")
    assert held.until is None
    assert {name: keep.values_of(entry)[name] for name in OWN} == OWN


def test_what_is_changed_later_holds_from_then_on(blog):
    entry = published(blog, **OWN)
    form = EntryForm(USUAL | {"culture": "related"}, blog=blog, entry=entry)
    assert form.is_valid()
    submit(entry=entry, written=form.written())
    held = of(entry)
    assert (held.culture, held.showing, len(held.takes)) == ("related", "examined", 3)
    assert held.until is not None


@pytest.mark.parametrize("wrong", [{"takes": "fax"}, {"culture": "x"}, {"showing": "x"}, {"closes_after_days": "-1"}])
def test_nothing_else_can_be_chosen(blog, wrong):
    form = EntryForm(USUAL | wrong, blog=blog)
    assert not form.is_valid()
    assert form.settings_are_wrong


def test_the_closed_drawer_says_what_is_otherwise(blog):
    said = EntryForm(USUAL | OWN, blog=blog).settings_say
    assert "TrackBack, Webmention · a link is needed · shown after the owner looked · always open to all" in said
    assert EntryForm(USUAL, blog=blog).settings_say == ""


def test_the_first_choice_names_what_the_blog_has(signed_in, blog):
    BlogPolicy.objects.create(blog=blog, culture="mention", closes_after_days=NEVER)
    html = signed_in.get("/-/new/?blog=cats").content.decode()
    first = re.search(r'<select name="culture"[^>]*>\s*<option value="" selected>([^<]+)', html)
    assert first
    assert first[1] == "as the blog: a link is needed"
    assert "as the blog: always open to all" in html


def test_a_theme_is_not_asked_about_links_and_days(blog):
    Blog.objects.update(official=True)
    blog.refresh_from_db()
    form = EntryForm(blog=blog)
    assert {"takes", "showing"} <= set(form.fields)
    assert not {"culture", "closes_after_days"} & set(form.fields)


def test_every_choice_is_one_that_can_be_typed_again():
    for takes, _words in rules.kinds():
        for days, _words in rules.days():
            found = rules.meant({"takes": takes, "culture": "", "showing": "", "closes_after_days": days})
            assert rules.typed(Entry(**found)) == {
                "takes": takes, "culture": "", "showing": "", "closes_after_days": days,
            }  # fmt: skip
    assert len(rules.kinds()) == 7
