"""The dashboard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.entries.models import Entry
from buttobi.front.dashboard import desks_of
from buttobi.trackbacks.models import Received, Target


def test_without_a_blog_there_is_one_thing_to_do(signed_in):
    page = signed_in.get("/-/").content.decode()
    assert "Open your first blog" in page
    assert 'href="/-/blogs/new/"' in page
    assert "New Submission</a></p>" not in page


def test_blogs_stand_with_what_is_in_them(signed_in, account, blog, adult_blog, other_blog):
    for state in ("published", "draft", "draft", "scheduled", "deleted"):
        Entry.objects.create(blog=blog, author=account, state=state, title=state)
    Entry.objects.create(blog=other_blog, state="published", title="not mine")
    target = Target.objects.create(blog=blog, path="one/", title="one")
    for number, state in enumerate(("held", "arrived", "shown", "refused")):
        Received.objects.create(
            target=target, source_url=f"http://x.example/{number}", source_key=str(number), state=state
        )
    desks = signed_in.get("/-/").context["desks"]
    assert [(desk.blog.name, desk.entries, desk.drafts, desk.waiting) for desk in desks] == [
        ("cats", 1, 3, 2),
        ("night", 0, 0, 0),
    ]


def test_an_adult_blog_is_marked_and_anothers_is_not_there(signed_in, adult_blog, other_blog):
    page = signed_in.get("/-/").content.decode()
    assert '<span class="badge">18+</span>' in page
    assert "Dogs" not in page


def test_the_newest_drafts_come_first_and_five_at_most(signed_in, account, blog):
    for day in range(7):
        touched = timezone.now() - timedelta(days=day)
        Entry.objects.create(blog=blog, author=account, title=f"draft {day}", updated_at=touched)
    drafts = signed_in.get("/-/").context["drafts"]
    assert [draft.title for draft in drafts] == [f"draft {day}" for day in range(5)]


def test_staff_sees_the_centers_apart_from_their_own_blogs(signed_in_as, staff, make_blog):
    make_blog("the-center", owner=None, official=True, title="Trackback Center")
    page = signed_in_as(staff).get("/-/")
    assert [desk.blog.name for desk in page.context["centers"]] == ["the-center"]
    assert page.context["desks"] == []
    assert b"Open your first blog" in page.content


def test_a_deleted_blog_is_gone_and_a_closed_one_says_so(signed_in, make_blog):
    make_blog("shut", state="closed", title="Shut")
    make_blog("gone", state="deleted", title="Gone")
    page = signed_in.get("/-/").content.decode()
    assert "Shut" in page
    assert "closed</span>" in page
    assert "Gone" not in page


def test_the_dashboard_asks_for_a_sign_in(client, db):
    assert client.get("/-/").headers["Location"] == "/-/account/login/?next=/-/"


def test_counts_take_two_queries_however_many_blogs(account, make_blog, django_assert_num_queries):
    blogs = [make_blog() for _ in range(5)]
    with django_assert_num_queries(2):
        assert len(desks_of(blogs)) == 5


@pytest.mark.parametrize("language", ["en", "ja"])
def test_titles_of_strangers_words_are_escaped(signed_in, make_blog, language):
    make_blog("evil", title="<script>alert(1)</script>", language=language)
    assert b"<script>alert(1)" not in signed_in.get("/-/").content


def test_staff_gets_from_a_center_to_its_trackback_policy(signed_in_as, staff, make_blog):
    make_blog("center", title="Trackback Center", official=True, owner=None)
    browser = signed_in_as(staff)
    link = 'href="/-/blogs/center/trackbacks/"'
    assert link in browser.get("/-/").content.decode()
    assert link in browser.get("/-/blogs/center/entries/").content.decode()
    assert browser.get("/-/blogs/center/trackbacks/").status_code == 200


def test_while_the_adult_section_is_off_its_blogs_stand_there_with_a_sentence_and_no_link(
    signed_in, account, blog, adult_blog, settings
):
    Entry.objects.create(blog=adult_blog, author=account, title="A night", state="draft")
    assert f'href="{adult_blog.address}"' in signed_in.get("/-/").content.decode()
    settings.ADULT_SECTION = False
    page = signed_in.get("/-/").content.decode()
    assert "The Adult section is switched off: its blogs cannot be read at the moment. Your entries are kept." in page
    assert adult_blog.title in page
    assert settings.ADULT_HOST not in page
    assert f'href="{blog.address}"' in page
    # What still makes sense is there.
    assert f'href="/-/blogs/{adult_blog.name}/"' in page
    assert f'href="/-/blogs/{adult_blog.name}/entries/"' in page
