"""New Submission and the edit screen, by the door that an author takes."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from buttobi.accounts.models import Account
from buttobi.entries import keep
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.write import begin
from buttobi.trackbacks.models import Received, Sent
from tests.conftest import PASSWORD

NEW = "/-/new/"
SUBMISSION = r'name="submission" value="(\w+)"'


@pytest.fixture
def theme(make_entry, other_blog):
    return make_entry(blog=other_blog, title="A [theme] to answer")


def form(act="submit", **fields):
    """What a browser sends."""
    base = {
        "title": "",
        "body": "",
        "audience": "everyone",
        "accepts_trackbacks": "on",
        "tells_links": "on",
        "blog": "cats",
    }
    fields = {**base, **fields}
    return {name: value for name, value in fields.items() if value is not None} | {"act": act}


def edit(entry):
    return reverse("entry-edit", args=[entry.pk])


def text(response):
    return response.content.decode()


def found(pattern, page):
    match = re.search(pattern, page)
    assert match is not None, pattern
    return match[match.re.groups]


# --- The tutorial -----------------------------------------------------------------------------------------------------
def test_submitting_an_entry_with_a_trackback_url_lists_it_under_the_other_and_says_so(signed_in, blog, theme):
    answer = signed_in.post(
        NEW,
        form(title="On that theme", body="My *thoughts*.", trackback_urls=theme.target.trackback_url),
        follow=True,
    )
    entry = Entry.objects.get(blog=blog)
    assert entry.state == Entry.State.PUBLISHED
    assert entry.author == blog.owner
    assert "<em>thoughts</em>" in entry.html
    assert Received.objects.shown().get(target=theme.target).source == entry.target
    assert answer.redirect_chain == [(reverse("entry-published", args=[entry.pk]), 302)]
    page = text(answer)
    assert "Trackbacks: 1 listed" in page
    assert f'href="{theme.target.address}#trackbacks"' in page
    assert f'href="{entry.address}"' in page


def test_the_page_after_submitting_counts_each_kind(signed_in, blog, theme):
    urls = f"{theme.address}\nhttps://there.example.org/1"
    page = text(signed_in.post(NEW, form(title="x", trackback_urls=urls), follow=True))
    assert "Trackbacks: 1 listed, 1 on its way" in page


def test_a_page_full_of_other_settings_reaches_the_entry(signed_in, blog):
    signed_in.post(
        NEW,
        form(
            title=" Paws ",
            body="a\r\nb",
            tags="Cats、 #paws, cats",
            slug="My Paws",
            accepts_trackbacks=None,
            audience="link",
        ),
    )
    entry = Entry.objects.get()
    assert (entry.title, entry.body) == ("Paws", "a\nb")
    assert [tag.name for tag in entry.tags.all()] == ["Cats", "paws"]
    assert entry.slug.startswith("my-paws-")
    assert not entry.accepts_trackbacks


def test_a_tag_keeps_the_capitals_in_which_its_blog_first_wrote_it(signed_in, blog):
    signed_in.post(NEW, form(title="one", tags="Cats"))
    signed_in.post(NEW, form(title="two", tags="cats"))
    assert [tag.name for tag in blog.tags.all()] == ["Cats"]


# --- Opening the sheet ------------------------------------------------------------------------------------------------
def test_the_sheet_brings_the_trackback_urls_and_the_title_of_its_address_and_sends_nothing(signed_in, blog, theme):
    query = {"trackback": [theme.target.trackback_url, "https://there.example.org/1"], "title": "Re: theme"}
    page = text(signed_in.get(NEW, query))
    assert f"{theme.target.trackback_url}\nhttps://there.example.org/1" in page
    assert 'value="Re: theme"' in page
    assert '<details class="drawer" data-drawer open>' in page
    assert "Your entry answers" in page
    assert "A [theme] to answer" in page
    assert not Sent.objects.exists()
    assert Entry.objects.filter(blog=blog).count() == 0


def test_other_settings_are_closed_when_nothing_is_in_them(signed_in, blog):
    assert '<details class="drawer" data-drawer>' in text(signed_in.get(NEW))


def test_who_has_one_blog_is_not_asked_for_which(signed_in, blog):
    assert 'name="blog" value="cats"' in text(signed_in.get(NEW))


def test_staff_with_one_blog_of_their_own_are_not_asked_either(signed_in_as, staff, make_blog):
    own = make_blog("desk", owner=staff)
    make_blog("board", owner=None, official=True)
    page = signed_in_as(staff).get("/-/new/")
    assert f'name="blog" value="{own.name}"' in page.content.decode()


def test_who_has_several_blogs_chooses_and_takes_the_trackback_url_along(signed_in, blog, make_blog, theme):
    make_blog("birds", title="Birds")
    page = text(signed_in.get(NEW, {"trackback": theme.target.trackback_url}))
    assert "Which blog is it for?" in page
    assert f'name="trackback" value="{theme.target.trackback_url}"' in page
    assert 'value="birds"' in page
    assert "data-editor" not in page


def test_only_blogs_of_the_section_of_the_answered_entry_are_offered(signed_in, blog, adult_blog, theme):
    page = text(signed_in.get(NEW, {"trackback": theme.target.trackback_url}))
    assert 'name="blog" value="cats"' in page
    assert "data-editor" in page


def test_without_a_blog_in_that_section_the_reason_is_said(signed_in, adult_blog, theme):
    page = text(signed_in.get(NEW, {"trackback": theme.target.trackback_url}))
    assert "sections do not mix" in page
    assert reverse("blog-new") in page


def test_somebody_without_a_blog_is_led_to_open_one(signed_in):
    assert "Open your first blog" in text(signed_in.get(NEW))


def test_nobody_writes_in_the_blog_of_another(signed_in, blog, other_blog, make_entry):
    page = text(signed_in.get(NEW, {"blog": "dogs"}))
    assert 'value="dogs"' not in page
    signed_in.post(NEW, form(title="x", blog="dogs"))
    assert not Entry.objects.filter(blog=other_blog).exists()
    assert signed_in.get(edit(make_entry(blog=other_blog))).status_code == 404


def test_an_answered_entry_of_the_other_section_is_not_shown(signed_in, blog, adult_blog, make_entry):
    secret = make_entry(blog=adult_blog, title="Not for everybody")
    page = text(signed_in.get(NEW, {"blog": "cats", "trackback": secret.target.trackback_url}))
    assert "Not for everybody" not in page
    assert "Sections do not mix" in page


def test_a_theme_is_written_in_both_languages(signed_in_as, staff, make_blog):
    center = make_blog("center", owner=None, official=True, language="ja")
    theme = begin(blog=center, author=staff)
    browser = signed_in_as(staff)
    pair = {"title": "動物", "body": "あなたの動物は？"}
    page = text(browser.post(edit(theme), form(**pair)))
    assert page.count("A theme is written in both languages.") == 4
    browser.post(edit(theme), form(**pair, second_title="Animals", second_body="Yours?"))
    theme.refresh_from_db()
    assert (theme.second_title, theme.second_html.strip()) == ("Animals", "<p>Yours?</p>")


def test_whoever_writes_in_a_center_is_led_to_the_form_of_a_theme(signed_in_as, staff, make_blog):
    make_blog("adult-center", owner=None, official=True, section="adult")
    browser = signed_in_as(staff)
    assert browser.get(NEW, {"blog": "adult-center"}).url == "/-/themes/adult/new/"
    list_of_entries = text(browser.get("/-/blogs/adult-center/entries/"))
    assert "Write a theme" in list_of_entries
    assert "New Submission</a></p>" not in list_of_entries


def test_a_sheet_that_is_sent_to_a_center_makes_nothing_there_and_is_kept_for_an_own_blog(
    signed_in_as, staff, make_blog
):
    make_blog("center", owner=None, official=True)
    make_blog("own", owner=staff)
    browser = signed_in_as(staff)
    typed = form(title="Snow", body="Tell.", second_title="雪", second_body="話。", blog="center", submission="a" * 24)
    assert browser.post(reverse("entry-autosave"), typed).status_code == 404
    page = text(browser.post(NEW, typed, follow=True))
    assert 'value="Snow"' in page
    assert 'name="blog" value="own"' in page
    assert not Entry.objects.exists()


def test_staff_without_a_blog_of_their_own_are_told_to_open_one_to_answer_a_theme(
    signed_in_as, staff, make_blog, theme
):
    make_blog("center", owner=None, official=True)
    page = text(signed_in_as(staff).get(NEW, {"trackback": theme.target.trackback_url}))
    assert "Open your first blog" in page
    assert "data-editor" not in page


# --- The link to the answered entry -----------------------------------------------------------------------------------
def test_a_link_to_the_answered_entry_is_added_at_the_end_of_the_text_and_nothing_is_sent(signed_in, blog, theme):
    typed = form(body="So I think.", trackback_urls=theme.target.trackback_url, add_link=theme.address)
    page = text(signed_in.post(NEW, typed))
    assert f"So I think.\n\n[A \\[theme\\] to answer]({theme.address})" in page
    assert "Your text links to it." in page
    assert not Entry.objects.filter(blog=blog).exists()


# --- Errors -----------------------------------------------------------------------------------------------------------
def test_what_is_wrong_is_said_beside_its_field_and_above_and_everything_typed_stays(signed_in, blog):
    page = text(signed_in.post(NEW, form(title="My title", body="My words", trackback_urls="not-a-url", slug="tags")))
    assert page.count("This is not a web address.") >= 2
    assert page.count("This address is used by the service itself.") == 2
    assert 'href="#id_trackback_urls"' in page
    assert 'value="My title"' in page
    assert "My words" in page
    assert "not-a-url" in page
    assert '<details class="drawer" data-drawer open>' in page
    assert not Entry.objects.exists()


def test_an_adult_blog_carries_three_trackback_urls_and_a_general_one_five(signed_in, blog, adult_blog):
    four = "\n".join(f"https://there.example.org/{number}" for number in range(4))
    page = text(signed_in.post(NEW, form(title="x", blog="night", trackback_urls=four)))
    assert "at most 3 trackback URLs" in page
    assert not Entry.objects.exists()
    signed_in.post(NEW, form(title="x", trackback_urls=four))
    assert Sent.objects.count() == 4


def test_the_limit_is_the_entrys_and_not_of_each_submission(signed_in, make_entry):
    first = "\n".join(f"https://there.example.org/{number}" for number in range(5))
    entry = make_entry(trackback_urls=first)
    page = text(signed_in.post(edit(entry), form(title="x", trackback_urls="https://there.example.org/another")))
    assert "at most 5 trackback URLs" in page
    assert Sent.objects.count() == 5


def test_an_entry_of_the_other_section_is_refused_with_the_reason(signed_in, blog, adult_blog, make_entry):
    target = make_entry(blog=adult_blog).target
    page = text(signed_in.post(NEW, form(title="x", trackback_urls=target.trackback_url)))
    assert "Sections do not mix" in page
    assert not Entry.objects.filter(blog=blog).exists()


def test_an_empty_form_is_not_submitted(signed_in, blog):
    assert "There is nothing here yet." in text(signed_in.post(NEW, form()))
    assert not Entry.objects.exists()


def test_a_closed_blog_takes_drafts_and_no_submissions(signed_in, blog):
    type(blog).objects.update(state=blog.State.CLOSED)
    assert "This blog is closed." in text(signed_in.post(NEW, form(title="x")))
    assert signed_in.post(NEW, form("draft", title="x")).status_code == 302
    assert Entry.objects.get().state == Entry.State.DRAFT


@pytest.mark.parametrize(
    "field", ["title", "body", "trackback_urls", "tags", "slug", "scheduled_for", "audience", "blog"]
)
def test_hostile_characters_in_a_field_never_break_the_page(signed_in, blog, field):
    for junk in ("a\x00b", "\ufffe", "\u202e" * 50, "<script>", "9" * 500, "/" * 300):
        assert signed_in.post(NEW, form(title="x") | {field: junk}).status_code in (200, 302)
        assert signed_in.get(NEW, {"blog": "cats", "trackback": junk, "title": junk}).status_code == 200
        answer = signed_in.post(reverse("entry-judge"), {"blog": "cats", "trackback_urls": junk})
        assert answer.status_code == 200
        assert "<script>" not in text(answer)


# --- Sent twice -------------------------------------------------------------------------------------------------------
def test_a_form_that_is_sent_twice_makes_one_entry(signed_in, blog):
    submission = found(SUBMISSION, text(signed_in.get(NEW)))
    fields = form(title="Once", body="words", tags="b, a", trackback_urls="https://there.example.org/1")
    first, second = (signed_in.post(NEW, fields | {"submission": submission}) for _ in range(2))
    assert first.url == second.url == reverse("entry-published", args=[Entry.objects.get().pk])
    assert Sent.objects.count() == 1


def test_a_form_that_is_changed_and_sent_again_waits_on_the_sheet_of_its_entry(signed_in, blog):
    submission = "a" * 24
    signed_in.post(NEW, form(title="Once", submission=submission))
    answer = signed_in.post(NEW, form(title="Twice", submission=submission), follow=True)
    entry = Entry.objects.get()
    assert entry.title == "Once"
    assert answer.redirect_chain == [(edit(entry), 302)]
    assert 'value="Twice"' in text(answer)


def test_going_back_after_submit_leads_to_the_entry_and_makes_no_second_one(signed_in, blog):
    sheet = signed_in.get(NEW)
    assert "data-opened" in text(sheet)
    submission = found(SUBMISSION, text(sheet))
    assert found(SUBMISSION, text(signed_in.get(NEW, {"submission": submission}))) == submission
    signed_in.post(NEW, form(title="Once", body="words", submission=submission))
    entry = Entry.objects.get()
    back = signed_in.get(NEW, {"submission": submission}, follow=True)
    assert back.redirect_chain == [(edit(entry), 302)]
    assert "You submitted this already" in text(back)
    signed_in.post(reverse("entry-delete", args=[entry.pk]))
    assert found(SUBMISSION, text(signed_in.get(NEW, {"submission": submission}))) != submission


def test_going_back_to_a_sheet_that_saved_itself_goes_on_with_the_draft(signed_in, blog):
    signed_in.post(reverse("entry-autosave"), form(title="Begun", submission="a" * 24))
    back = signed_in.get(NEW, {"submission": "a" * 24}, follow=True)
    assert back.redirect_chain == [(edit(Entry.objects.get()), 302)]
    assert 'value="Begun"' in text(back)


def test_a_sheet_that_is_sent_again_minutes_later_says_that_it_was_submitted(signed_in, blog):
    fields = form(title="Once", body="words", submission="a" * 24)
    signed_in.post(NEW, fields)
    Entry.objects.update(updated_at=Entry.objects.get().updated_at - timedelta(minutes=2))
    page = text(signed_in.post(NEW, fields, follow=True))
    assert "You submitted this already, and nothing was sent twice." in page
    assert f'href="{edit(Entry.objects.get())}"' in page


def test_the_title_comes_back_with_the_text(signed_in, blog):
    title = found(r'(<input[^>]* name="title"[^>]*>)', text(signed_in.get(NEW)))
    assert "autocomplete" not in title


@pytest.mark.parametrize("typed", [{"title": "Once", "body": "Mended words."}, {"title": "", "body": "words"}])
def test_the_same_words_in_another_sheet_are_asked_about_first(signed_in, blog, typed):
    signed_in.post(NEW, form(title="Once", body="words", submission="a" * 24))
    once = Entry.objects.get()
    again = form(**typed, tags="b", submission="b" * 24)
    page = text(signed_in.post(NEW, again))
    assert "You submitted this already. Is it the same entry?" in page
    assert reverse("entry-published", args=[once.pk]) in page
    assert typed["body"] in page
    assert Entry.objects.count() == 1
    changed = signed_in.post(NEW, again | {"act": "change", "twin": once.pk}, follow=True)
    assert changed.redirect_chain == [(edit(once), 302)]
    assert typed["body"] in text(changed)
    assert "You see your changes, which are not submitted yet." in text(changed)
    assert Entry.objects.count() == 1
    signed_in.post(NEW, again | {"act": "again"})
    assert Entry.objects.count() == 2


def test_the_draft_that_was_begun_meanwhile_does_not_stay_behind(signed_in, blog):
    signed_in.post(NEW, form(title="Once", body="words", submission="a" * 24))
    once = Entry.objects.get()
    again = form(title="Once", body="more words", submission="b" * 24)
    signed_in.post(reverse("entry-autosave"), again)
    signed_in.post(NEW, again | {"act": "change", "twin": once.pk})
    assert [entry.pk for entry in Entry.objects.kept()] == [once.pk]


def test_changes_that_wait_there_already_are_not_written_over(signed_in, blog):
    signed_in.post(NEW, form(title="Once", body="words", submission="a" * 24))
    once = Entry.objects.get()
    signed_in.post(edit(once), form(title="Once", body="two hours of work", act="draft"))
    again = form(title="Once", body="words", submission="b" * 24)
    page = text(signed_in.post(NEW, again | {"act": "change", "twin": once.pk}))
    assert "That entry has changes of its own" in page
    assert "words" in page
    assert (keep.kept(once) or {})["body"] == "two hours of work"


def test_only_an_entry_of_ones_own_is_changed_so(signed_in, blog, other_blog, make_entry):
    theirs = make_entry(blog=other_blog)
    for twin in (theirs.pk, "x", "", "9" * 30):
        assert (
            signed_in.post(NEW, form(title="x", submission="b" * 24) | {"act": "change", "twin": twin}).status_code
            == 404
        )


def test_the_same_title_an_hour_later_is_another_entry(signed_in, blog):
    signed_in.post(NEW, form(title="Diary", body="Morning.", submission="a" * 24))
    Entry.objects.update(updated_at=Entry.objects.get().updated_at - timedelta(hours=1))
    signed_in.post(NEW, form(title="Diary", body="Evening.", submission="b" * 24))
    assert Entry.objects.count() == 2


def test_a_title_that_cannot_be_seen_is_refused_and_none_at_all_is_not(signed_in, blog):
    page = text(signed_in.post(NEW, form(title="\u200b", body="words")))
    assert page.count("Nothing of this title can be seen.") == 2
    assert not Entry.objects.exists()
    signed_in.post(NEW, form(title="", body="words"))
    assert Entry.objects.get().state == Entry.State.PUBLISHED


def test_a_date_that_the_clocks_leave_out_is_refused_in_plain_words(signed_in, blog):
    blog.time_zone = "America/New_York"
    blog.save()
    page = text(signed_in.post(NEW, form(body="words", scheduled_for="2027-03-14T02:30")))
    assert page.count("this time comes twice or not at all") == 2
    assert "interpreted" not in page
    assert 'value="2027-03-14T02:30"' in page


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_the_same_moment_makes_one_entry(account, blog, signed_in_as):
    fields = form(title="Once", submission="a" * 24, trackback_urls="https://there.example.org/1")
    gate, urls = threading.Barrier(3), []

    def press(browser):
        gate.wait()
        try:
            urls.append(browser.post(NEW, fields).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[signed_in_as(account)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert urls == [reverse("entry-published", args=[Entry.objects.get().pk])] * 3
    assert Sent.objects.count() == 1


@pytest.mark.parametrize("is_read_by_everybody", [False, True])
def test_who_is_no_longer_staff_goes_on_in_no_center(staff, make_blog, signed_in_as, is_read_by_everybody):
    center = make_blog("center", owner=None, official=True, language="ja")
    make_blog("own", owner=staff)
    browser = signed_in_as(staff)
    draft = form(title="Theme", second_title="Theme", body="a", second_body="a", blog="center", submission="a" * 24)
    theme = begin(blog=center, author=staff, submission="a" * 24)
    if is_read_by_everybody:
        browser.post(edit(theme), draft)
    theme.refresh_from_db()
    Account.objects.filter(pk=staff.pk).update(is_staff=False)

    answer = browser.post(reverse("entry-autosave"), draft | {"title": "Mine now", "blog": "own"})
    assert answer.status_code == 404
    assert browser.post(NEW, draft | {"title": "Mine now", "blog": "own"}).status_code == 302
    own = Entry.objects.exclude(pk=theme.pk).get()
    assert (own.blog.name, own.title, own.state) == ("own", "Mine now", Entry.State.PUBLISHED)
    before = theme.state, theme.title
    theme.refresh_from_db()
    assert (theme.state, theme.title) == before
    assert not WorkingCopy.objects.filter(entry=theme, values__title="Mine now").exists()


@pytest.mark.parametrize("url", ["http://localhost:8000/cats/%00/", "http://localhost:8000/%00/x/", "\x00"])
def test_an_address_with_a_nul_in_it_leads_to_no_entry(signed_in, blog, url):
    assert signed_in.get(NEW, {"trackback": url, "blog": "\x00"}).status_code == 200
    assert signed_in.get(NEW, {"trackback": url}).status_code == 200
    for act in ("entry-judge", "entry-preview", "entry-autosave"):
        typed = form(title="T", trackback_urls=url, body=f"[a]({url})", submission="a" * 24)
        assert signed_in.post(reverse(act), typed).status_code == 200
    assert signed_in.post(NEW, form(body="a", trackback_urls=url, submission="b" * 24)).status_code in (200, 302)


def test_the_submission_of_somebody_else_is_not_taken_over(signed_in, blog, other_blog, other_account, signed_in_as):
    submission = "a" * 24
    signed_in_as(other_account).post(NEW, form("draft", title="theirs", blog="dogs", submission=submission))
    signed_in.post(NEW, form("draft", title="mine", submission=submission))
    assert set(Entry.objects.values_list("blog__name", "title")) == {("dogs", "theirs"), ("cats", "mine")}


# --- After the sign-in has ended --------------------------------------------------------------------------------------
@pytest.fixture
def left_open(account, blog):
    """A browser in which a sheet was opened before the sign-in ended."""
    return with_a_sheet_open(account)


def with_a_sheet_open(account):
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST)
    browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.get(NEW)
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    return browser


def test_what_was_submitted_after_the_sign_in_ended_is_there_again_after_a_new_one(left_open, account):
    client = left_open
    typed = form(title="Not lost", body="長い文章", trackback_urls="https://there.example.org/1", tags="a")
    answer = client.post(NEW, typed)
    assert answer.url.startswith(reverse("account_login"))
    assert not Entry.objects.exists()
    answer = client.post(answer.url, {"login": account.username, "password": PASSWORD}, follow=True)
    page = text(answer)
    assert answer.redirect_chain[-1][0] == f"{NEW}?blog=cats&kept=1"
    assert "You are signed in again." in page
    assert 'value="Not lost"' in page
    assert "長い文章" in page
    assert "https://there.example.org/1" in page
    assert not Entry.objects.exists()
    client.post(NEW, typed | {"submission": found(SUBMISSION, page)})
    assert Entry.objects.get().title == "Not lost"
    assert "Not lost" not in text(client.get(NEW, {"blog": "cats", "kept": "1"}))


def test_a_changed_entry_that_was_submitted_after_the_sign_in_ended_is_there_again(left_open, account, make_entry):
    entry = make_entry(title="Before")
    left_open.post(edit(entry), form(title="After"))
    left_open.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert 'value="After"' in text(left_open.get(edit(entry), {"kept": "1"}))
    assert Entry.objects.get().title == "Before"


def test_a_text_that_is_too_long_for_the_session_is_not_kept_and_that_is_said(left_open):
    page = text(left_open.post(NEW, form(title="x", body="長" * 150_000), follow=True))
    assert "Go back and copy it first" in page
    assert "unsent" not in left_open.session


def test_what_was_typed_is_not_shown_to_the_next_person_on_the_browser(left_open, other_account, other_blog):
    answer = left_open.post(NEW, form(title="For nobody else"))
    after = left_open.post(answer.url, {"login": other_account.username, "password": PASSWORD}, follow=True)
    assert after.context["user"] == other_account
    assert "For nobody else" not in text(after)
    assert "For nobody else" not in text(left_open.get(NEW, {"kept": "1", "blog": "dogs"}))


def test_a_text_of_somebody_who_never_signed_in_here_is_not_kept_and_that_is_said(client, blog):
    page = text(client.post(NEW, form(title="x", body="y" * 1000), follow=True))
    assert "What you sent was not kept" in page
    assert "unsent" not in client.session


def test_somebody_who_calls_themselves_a_writer_is_not_believed(client, account, blog):
    client.cookies[f"{settings.COOKIE_PREFIX}writer"] = str(account.pk)
    client.post(NEW, form(title="x"))
    assert "unsent" not in client.session


def test_a_form_of_an_earlier_sign_in_is_shown_again_filled_in_and_does_nothing(account, blog):
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = text(browser.post(NEW, form(title="Not lost", body="words") | {"csrfmiddlewaretoken": "x" * 64}))
    assert 'value="Not lost"' in page
    assert "This form is from an earlier sign-in." in page
    assert not Entry.objects.exists()
    token = found(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert browser.post(NEW, form(title="Not lost") | {"csrfmiddlewaretoken": token}).status_code == 302
    assert Entry.objects.get().title == "Not lost"


def test_a_forged_form_of_nobody_is_refused_and_not_kept(blog):
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    assert browser.post(NEW, form(title="planted")).status_code == 403
    assert "unsent" not in browser.session


@pytest.mark.parametrize("name", ["entry-edit", "entry-read", "entry-published", "entry-delete", "entry-unpublish"])
def test_nothing_of_the_desk_is_shown_to_somebody_who_is_not_signed_in(client, make_entry, name):
    address = reverse(name, args=[make_entry().pk])
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


# --- Drafts -----------------------------------------------------------------------------------------------------------
def test_a_draft_is_saved_and_sends_nothing(signed_in, blog, theme):
    answer = signed_in.post(NEW, form("draft", title="Later", trackback_urls=theme.target.trackback_url), follow=True)
    entry = Entry.objects.get(blog=blog)
    assert (entry.state, entry.slug, entry.target) == (Entry.State.DRAFT, "", None)
    assert "Draft saved." in text(answer)
    assert not Received.objects.exists()


def test_a_draft_with_a_mistake_is_kept_as_it_was_typed(signed_in, blog):
    page = text(signed_in.post(NEW, form("draft", title="Later", trackback_urls="oops", submission="a" * 24)))
    assert "Kept as you typed it." in page
    assert "This is not a web address." in page
    assert "oops" in text(signed_in.get(edit(Entry.objects.get())))


def test_enter_in_a_line_of_text_publishes_nothing(signed_in, blog):
    page = text(signed_in.get(NEW))
    assert 'value="draft"' in found(r"<button[^>]*>", page[page.index("data-editor") :])


def test_a_draft_is_saved_by_itself_every_few_seconds_as_one_entry(signed_in, blog):
    typed = form(title="Half a ti", body="", submission="a" * 24)
    first = signed_in.post(reverse("entry-autosave"), typed).json()
    entry = Entry.objects.get()
    assert first["edit"] == edit(entry)
    assert re.fullmatch(r"\d\d:\d\d", first["saved"])
    assert (entry.state, entry.title) == (Entry.State.DRAFT, "Half a ti")
    signed_in.post(reverse("entry-autosave"), typed | {"title": "Half a title", "trackback_urls": "half-a-u"})
    assert Entry.objects.count() == 1
    page = text(signed_in.get(first["edit"]))
    assert 'value="Half a title"' in page
    assert "half-a-u" in page
    assert signed_in.post(NEW, typed | {"title": "A title"}).url == reverse("entry-published", args=[entry.pk])
    assert Entry.objects.get().title == "A title"
    assert not WorkingCopy.objects.exists()


def test_an_empty_sheet_is_not_saved_as_a_draft(signed_in, blog):
    assert signed_in.post(reverse("entry-autosave"), form(submission="a" * 24)).json()["edit"] == ""
    assert not Entry.objects.exists()


def test_a_save_that_arrives_after_the_submission_leaves_nothing_behind(signed_in, blog):
    signed_in.post(NEW, form(title="Done", submission="a" * 24))
    assert signed_in.post(reverse("entry-autosave"), form(title="Don", submission="a" * 24)).status_code == 200
    assert not WorkingCopy.objects.exists()
    assert Entry.objects.get().title == "Done"


def test_saving_by_itself_says_when_the_sign_in_has_ended(client, blog):
    answer = client.post(reverse("entry-autosave"), form(title="x", submission="a" * 24))
    assert answer.status_code == 401


def test_a_text_longer_than_any_entry_is_not_kept(signed_in, blog):
    answer = signed_in.post(reverse("entry-autosave"), form(body="x" * (keep.LONGEST + 1), submission="a" * 24))
    assert answer.status_code == 413
    assert not Entry.objects.exists()


# --- Preview and chips ------------------------------------------------------------------------------------------------
def test_the_preview_is_what_the_server_will_show(signed_in, blog):
    answer = signed_in.post(
        reverse("entry-preview"), form(title="T", body="**「強調」**です <script>alert(1)</script>")
    )
    assert "<strong>「強調」</strong>です" in text(answer)
    assert "<script>" not in text(answer)
    assert "<html" not in text(answer)


def test_the_preview_works_without_scripts_and_saves_nothing(signed_in, blog):
    page = text(signed_in.post(NEW, form("preview", title="T", body="Some *words*", slug="tags")))
    assert "<em>words</em>" in page
    assert "Some *words*" in page
    assert "error-summary" not in page
    assert not Entry.objects.exists()


def test_the_box_says_of_each_address_what_it_is_and_how_many_there_are(
    signed_in, blog, adult_blog, theme, make_entry, monkeypatch
):
    other = make_entry(blog=adult_blog)
    urls = [
        theme.target.trackback_url,
        theme.address,
        "https://there.example.org/1",
        "oops",
        other.target.trackback_url,
    ]
    monkeypatch.setattr("buttobi.entries.box.discover_all", lambda *_, **__: {})
    chips = text(signed_in.post(reverse("entry-judge"), {"blog": "cats", "trackback_urls": "\n".join(urls)}))
    assert "4 of 5" in chips
    assert "an entry here: “A [theme] to answer”" in chips
    assert "twice in the box, sent once" in chips
    assert "a page elsewhere" in chips
    assert "This is not a web address." in chips
    assert "Sections do not mix" in chips


def test_the_box_says_when_an_entry_takes_no_trackbacks(signed_in, blog, make_entry, other_blog):
    closed = make_entry(blog=other_blog, accepts_trackbacks=False)
    chips = text(signed_in.post(reverse("entry-judge"), {"blog": "cats", "trackback_urls": closed.address}))
    assert "takes no trackbacks now" in chips


def test_the_own_entry_in_the_box_is_refused(signed_in, make_entry):
    entry = make_entry()
    typed = {"blog": "cats", "entry": entry.pk, "trackback_urls": entry.target.trackback_url}
    assert "An entry never trackbacks itself." in text(signed_in.post(reverse("entry-judge"), typed))


# --- Scheduling -------------------------------------------------------------------------------------------------------
@time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False)
def test_a_date_to_come_is_read_in_the_time_zone_of_the_blog(signed_in, blog, theme):
    typed = form(title="Tomorrow", scheduled_for="2026-11-23T09:00", trackback_urls=theme.target.trackback_url)
    page = text(signed_in.post(NEW, typed, follow=True))
    entry = Entry.objects.get(blog=blog)
    assert (entry.state, entry.scheduled_for) == (Entry.State.SCHEDULED, datetime(2026, 11, 23, tzinfo=UTC))
    assert "Scheduled." in page
    assert "23 Nov 2026, 09:00 (Asia/Tokyo)" in page
    assert "Its trackbacks are sent then, not before." in page
    assert not Received.objects.exists()
    assert 'value="2026-11-23T09:00"' in text(signed_in.get(edit(entry)))


@time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("moment", "sentence"), [("2026-11-22T17:59", "This moment has passed"), ("soon", "write it like")]
)
def test_a_date_that_cannot_be_is_refused(signed_in, blog, moment, sentence):
    page = text(signed_in.post(NEW, form(title="x", scheduled_for=moment)))
    assert sentence in page
    assert f'value="{moment}"' in page


@time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False)
def test_a_scheduled_entry_can_be_moved_published_at_once_or_made_a_draft_again(signed_in, make_entry):
    entry = make_entry(scheduled_for=datetime(2026, 11, 23, tzinfo=UTC))
    signed_in.post(edit(entry), form(title="x", scheduled_for="2026-11-24T09:00"))
    entry.refresh_from_db()
    assert (entry.state, entry.scheduled_for.day) == (Entry.State.SCHEDULED, 24)
    signed_in.post(edit(entry), form("draft", title="x", scheduled_for="2026-11-24T09:00"))
    entry.refresh_from_db()
    assert entry.state == Entry.State.DRAFT
    signed_in.post(edit(entry), form(title="x"))
    entry.refresh_from_db()
    assert entry.state == Entry.State.PUBLISHED


# --- Editing ----------------------------------------------------------------------------------------------------------
def test_editing_sends_nothing_twice_and_sends_what_was_added(signed_in, make_entry, theme, other_blog):
    another = make_entry(blog=other_blog)
    entry = make_entry(trackback_urls=theme.target.trackback_url)
    urls = f"{theme.target.address}\n{another.target.trackback_url}"
    signed_in.post(edit(entry), form(title="New title", body="x", trackback_urls=urls))
    assert list(Sent.objects.order_by("pk").values_list("target", flat=True)) == [theme.target.pk, another.target.pk]
    assert Received.objects.shown().count() == 2
    entry.refresh_from_db()
    assert entry.target.title == "New title"


def test_a_changed_address_redirects(signed_in, client, make_entry):
    entry = make_entry(title="Paws")
    before = entry.address
    signed_in.post(edit(entry), form(title="Paws", slug="claws"))
    entry.refresh_from_db()
    assert entry.target.path == "claws/"
    assert client.get(before).headers["Location"] == entry.address


def test_a_title_that_changes_leaves_the_address_as_it_is(signed_in, make_entry):
    entry = make_entry(title="Paws")
    signed_in.post(edit(entry), form(title="Claws"))
    entry.refresh_from_db()
    assert (entry.title, entry.slug) == ("Claws", "paws")


def test_what_is_typed_over_a_published_entry_is_kept_apart_until_it_is_submitted(signed_in, make_entry):
    entry = make_entry(title="Before")
    signed_in.post(reverse("entry-autosave"), form(title="After", entry=entry.pk))
    assert Entry.objects.get().title == "Before"
    page = text(signed_in.get(edit(entry)))
    assert 'value="After"' in page
    assert "You see your changes, which are not submitted yet." in page
    signed_in.post(reverse("entry-discard", args=[entry.pk]))
    assert 'value="Before"' in text(signed_in.get(edit(entry)))


def test_a_save_that_says_what_the_entry_says_keeps_nothing(signed_in, make_entry):
    entry = make_entry(title="Same", body="words")
    signed_in.post(reverse("entry-autosave"), form(title="Same", body="words", slug=entry.slug, entry=entry.pk))
    assert not WorkingCopy.objects.exists()


def test_the_sheet_of_a_published_entry_shows_what_it_sent(signed_in, make_entry, theme):
    entry = make_entry(trackback_urls=theme.target.trackback_url)
    page = text(signed_in.get(edit(entry)))
    assert "Trackbacks sent" in page
    assert theme.target.title in page


# --- Unpublish, publish again, delete, read ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["entry-unpublish", "entry-delete", "entry-discard", "entry-publish"])
def test_a_get_asks_and_changes_nothing(signed_in, make_entry, name):
    entry = make_entry()
    page = text(signed_in.get(reverse(name, args=[entry.pk])))
    assert entry.title in page
    assert '<form method="post">' in page
    assert Entry.objects.get().state == Entry.State.PUBLISHED


def test_an_entry_is_unpublished_and_published_again_from_its_sheet(signed_in, make_entry, theme):
    entry = make_entry(trackback_urls=theme.target.trackback_url)
    signed_in.post(reverse("entry-unpublish", args=[entry.pk]))
    assert not Received.objects.shown().exists()
    page = text(signed_in.post(reverse("entry-publish", args=[entry.pk]), follow=True))
    assert "Trackbacks: 1 listed" in page


def test_a_draft_is_not_published_by_the_button_that_publishes_again(signed_in, make_entry):
    entry = make_entry(published=False)
    signed_in.post(reverse("entry-publish", args=[entry.pk]))
    assert Entry.objects.get().state == Entry.State.DRAFT


def test_a_deleted_entry_is_gone_for_its_author_and_says_so_to_readers(signed_in, client, make_entry):
    entry = make_entry()
    answer = signed_in.post(reverse("entry-delete", args=[entry.pk]), follow=True)
    assert "Deleted." in text(answer)
    assert signed_in.get(edit(entry)).status_code == 404
    assert client.get(entry.address).status_code == 410


def test_a_form_that_was_open_while_its_entry_was_deleted_begins_a_new_one(signed_in, blog):
    signed_in.post(NEW, form("draft", title="one", submission="a" * 24))
    signed_in.post(reverse("entry-delete", args=[Entry.objects.get().pk]))
    assert signed_in.post(NEW, form(title="two", submission="a" * 24)).status_code == 302
    assert Entry.objects.kept().get().title == "two"


def test_an_entry_for_its_author_alone_is_read_at_the_desk_and_nowhere_else(signed_in, client, make_entry):
    entry = make_entry(audience=Entry.Audience.ME, body="Dear *diary*")
    assert "<em>diary</em>" in text(signed_in.get(reverse("entry-read", args=[entry.pk])))
    assert client.get(entry.address).status_code == 404


def test_a_draft_is_read_as_it_stands_in_its_form(signed_in, blog):
    signed_in.post(reverse("entry-autosave"), form(title="T", body="Some *words*", submission="a" * 24))
    assert "<em>words</em>" in text(signed_in.get(reverse("entry-read", args=[Entry.objects.get().pk])))


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_shows_every_entry_of_a_blog_and_each_kind_by_itself(signed_in, blog, make_entry, theme):
    make_entry(title="Out there")
    make_entry(title="Not yet", published=False)
    address = reverse("entries", args=["cats"])
    everything = text(signed_in.get(address))
    assert "Out there" in everything
    assert "Not yet" in everything
    assert theme.title not in everything
    drafts = text(signed_in.get(address, {"state": "draft"}))
    assert "Not yet" in drafts
    assert "Out there" not in drafts
    assert signed_in.get(reverse("entries", args=["dogs"])).status_code == 404


def test_a_long_list_has_pages_and_asks_the_same_number_of_questions(signed_in, blog, django_assert_max_num_queries):
    Entry.objects.bulk_create(Entry(blog=blog, title=f"Entry number {number}") for number in range(60))
    with django_assert_max_num_queries(15):
        page = text(signed_in.get(reverse("entries", args=["cats"])))
    assert page.count("Entry number") >= 50
    assert "Page 1 of 2" in page
    assert signed_in.get(reverse("entries", args=["cats"]), {"page": "x" * 50}).status_code == 200


def test_an_empty_list_says_what_to_do_next(signed_in, blog):
    assert "Write the first entry" in text(signed_in.get(reverse("entries", args=["cats"])))


# --- For those with the link ------------------------------------------------------------------------------------------
def for_those_with_the_link(signed_in, entry, **fields):
    signed_in.post(edit(entry), form(title=entry.title, body="b", audience="link", slug=entry.slug, **fields))
    entry.refresh_from_db()
    return entry.slug


def for_everyone(signed_in, entry, **fields):
    signed_in.post(edit(entry), form(title=entry.title, body="b", slug=entry.slug, **fields))
    entry.refresh_from_db()
    return entry.slug


def test_an_entry_that_was_public_gets_an_address_nobody_was_told_when_it_is_for_those_with_the_link(
    signed_in, client, make_entry
):
    entry = make_entry(title="Paws", audience=Entry.Audience.LINK)
    first = entry.slug
    assert for_everyone(signed_in, entry) == first
    assert first in text(client.get("/cats/feed.atom"))
    second = for_those_with_the_link(signed_in, entry)
    assert re.fullmatch(r"paws-\w{16}", second)
    assert second != first
    assert client.get(f"/cats/{first}/").status_code == 404
    assert client.get(f"/cats/{second}/").status_code == 200


def test_the_address_of_those_with_the_link_stays_while_nobody_else_was_told(signed_in, make_entry):
    entry = make_entry(title="Paws")
    secret = for_those_with_the_link(signed_in, entry)
    assert for_those_with_the_link(signed_in, entry) == secret


def test_an_address_that_was_public_cannot_be_wished_back_for_those_with_the_link(signed_in, client, make_entry):
    entry = make_entry(title="Paws", audience=Entry.Audience.LINK)
    first = for_everyone(signed_in, entry)
    for_those_with_the_link(signed_in, entry)
    signed_in.post(edit(entry), form(title="Paws", body="b", audience="link", slug=first))
    assert client.get(f"/cats/{first}/").status_code == 404


def test_published_again_for_those_with_the_link_it_gets_an_address_nobody_was_told(signed_in, client, make_entry):
    entry = make_entry(title="Paws", audience=Entry.Audience.LINK)
    first = for_everyone(signed_in, entry)
    signed_in.post(reverse("entry-unpublish", args=[entry.pk]))
    signed_in.post(edit(entry), form(title="Paws", body="b", audience="link", slug=first))
    entry.refresh_from_db()
    assert entry.state == Entry.State.PUBLISHED
    assert entry.slug != first
    assert client.get(f"/cats/{first}/").status_code == 404


# --- Themes in both languages -----------------------------------------------------------------------------------------
@pytest.fixture
def rain(make_blog, make_entry):
    center = make_blog("center", title="Trackback Center", official=True)
    return make_entry(blog=center, title="Rain", second_title="雨の日")


def test_a_theme_that_is_answered_is_named_in_the_language_of_its_writer(signed_in, blog, rain):
    japanese = {"accept-language": "ja"}
    url = rain.target.trackback_url
    sheet = text(signed_in.get(NEW, {"trackback": url, "blog": "cats"}, headers=japanese))
    assert "雨の日" in sheet
    assert "Rain" not in sheet
    published = text(signed_in.post(NEW, form(title="x", trackback_urls=url), headers=japanese, follow=True))
    assert f'<a href="{rain.address}" lang="ja">雨の日</a>' in published
    assert "トラックバックセンター" in published
    sent = text(signed_in.get("/-/sent/", headers=japanese))
    assert "雨の日" in sent
    assert "Rain" in text(signed_in.get("/-/sent/", headers={"accept-language": "en"}))


def test_a_theme_that_is_changed_is_named_as_it_is_now_and_deleted_by_no_name(staff, signed_in_as, rain):
    browser = signed_in_as(staff)
    fields = {"title": "Rain", "body": "b", "second_title": "大雨", "second_body": "c", "slug": rain.slug}
    browser.post(edit(rain), form(**fields))
    rain.target.refresh_from_db()
    assert rain.target.title_for("ja") == "大雨"
    assert rain.target.title_for("en") == "Rain"
    browser.post(reverse("entry-delete", args=[rain.pk]))
    rain.target.refresh_from_db()
    assert (rain.target.title, rain.target.second_title) == ("", "")


def test_the_two_languages_of_a_theme_are_named_as_the_reader_writes_brackets(staff, signed_in_as, rain):
    sheet = text(signed_in_as(staff).get(edit(rain), headers={"accept-language": "ja"}))
    assert re.search(r"<label[^>]*>\s*[^<(]+（[^<)]+）", sheet)
    assert " (日本語)" not in sheet


def test_a_link_to_read_an_entry_quotes_its_title_as_the_reader_does(signed_in, make_entry):
    make_entry(title="Paws")
    assert "「Paws」" in text(signed_in.get("/-/blogs/cats/entries/", headers={"accept-language": "ja"}))


# --- The title of an answer -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "says"), [("RAIN!", True), ("雨", True), ("Umbrellas", False), ("", False)])
def test_a_title_that_is_the_themes_own_is_said_beside_it(signed_in, blog, make_theme, title, says):
    theme = make_theme("Rain", second_title="雨")
    typed = {"blog": "cats", "title": title, "body": "It poured.", "trackback_urls": theme.entry.target.trackback_url}
    words = "This is the title of the theme itself."
    assert (words in signed_in.post("/-/entries/title/", typed).content.decode()) is says
    assert (words in signed_in.post("/-/new/", typed | {"act": "preview"}).content.decode()) is says


def test_that_is_only_said_and_the_entry_is_published_all_the_same(signed_in, blog, make_theme):
    theme = make_theme("Rain")
    typed = {"blog": "cats", "title": "Rain", "body": "x", "trackback_urls": theme.entry.target.trackback_url}
    assert signed_in.post("/-/new/", typed | {"act": "submit", "audience": "everyone"}).status_code == 302
    assert Entry.objects.get(blog=blog).state == Entry.State.PUBLISHED


def test_the_title_of_an_entry_that_is_answered_is_said_too(signed_in, blog, make_entry, other_blog):
    answered = make_entry(blog=other_blog, title="Bones")
    typed = {"blog": "cats", "title": "bones", "trackback_urls": answered.address}
    assert "the title of the entry that you answer" in signed_in.post("/-/entries/title/", typed).content.decode()


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(3, 9, "This theme is not open yet."), (-9, -1, "This theme is closed. Its answers stay to be read.")],
)
def test_the_box_says_why_a_theme_takes_nothing(signed_in, blog, make_theme, opens, closes, says):
    theme = make_theme("Rain", opens_in=timedelta(days=opens), closes_in=timedelta(days=closes))
    page = signed_in.get(f"/-/new/?trackback={theme.entry.target.trackback_url}").content.decode()
    assert page.count(says) == 2
    assert "Add a link to it" not in page


def test_while_the_adult_section_is_off_its_blogs_take_drafts_and_lead_nowhere(
    signed_in, blog, adult_blog, make_entry, settings
):
    entry = make_entry(blog=adult_blog, title="A night")
    settings.ADULT_SECTION = False
    # The one blog that can publish is chosen without a question.
    assert f'name="blog" value="{blog.name}"' in signed_in.get("/-/new/").content.decode()
    typed = {"blog": adult_blog.name, "title": "Another", "body": "Words."}
    said = signed_in.post("/-/new/", {**typed, "act": "submit"}).content.decode()
    assert "The Adult section is switched off. Until it is on again, drafts can be saved." in said
    for path in (
        f"/-/blogs/{adult_blog.name}/",
        f"/-/blogs/{adult_blog.name}/entries/",
        f"/-/entries/{entry.pk}/",
        f"/-/entries/{entry.pk}/read/",
        f"/-/new/?blog={adult_blog.name}",
        "/-/ranking/",
    ):
        page = signed_in.get(path)
        assert page.status_code == 200
        assert f'href="{adult_blog.address}' not in page.content.decode(), path
        assert f'href="http://{settings.ADULT_HOST}' not in page.content.decode(), path
