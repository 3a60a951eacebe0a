"""The form of a theme, by the door that staff take."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from buttobi.blogs.models import Blog
from buttobi.center.models import Run, Theme
from buttobi.center.opening import open_centers
from buttobi.entries.models import Entry
from buttobi.media import prepare
from buttobi.media.models import Picture
from buttobi.trackbacks.models import Target
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "/-/themes/general/new/"


@pytest.fixture
def browser(staff, signed_in_as):
    with time_machine.travel("2026-11-12T09:00:00Z", tick=False):
        open_centers()
        yield signed_in_as(staff)


def form(act="announce", **fields):
    """What a browser sends."""
    usual = {"title": "Snow", "second_title": "雪", "body": "Tell.", "second_body": "話。", "tags": "", "act": act}
    return usual | {"opens_at": "", "closes_at": "", "cover_alt": "", "second_cover_alt": ""} | fields


def picture():
    file = BytesIO()
    Image.new("RGB", (640, 360), (90, 120, 150)).save(file, "PNG")
    return SimpleUploadedFile("cover.png", file.getvalue(), "image/png")


def theme():
    return Theme.objects.select_related("entry__blog").get(entry__title="Snow")


def test_an_announced_theme_is_on_the_board_and_takes_trackbacks(browser, client):
    sent = browser.post(NEW, form(tags="winter"))
    assert sent.headers["Location"] == f"/-/themes/{theme().pk}/"
    assert "Announced: open." in browser.get(sent.headers["Location"]).content.decode()
    assert "Snow" in client.get("/center/", headers={"Accept-Language": "en"}).content.decode()
    assert "雪" in client.get("/center/", headers={"Accept-Language": "ja"}).content.decode()
    assert Target.objects.get(entry=theme().entry).is_open


def test_times_are_those_of_the_center(browser):
    page = browser.get(NEW).content.decode()
    assert "In the time of Asia/Tokyo." in page
    browser.post(NEW, form(opens_at="2026-12-01T09:00", closes_at="2026-12-15T09:00"))
    assert theme().entry.opens_at.isoformat() == "2026-12-01T00:00:00+00:00"
    again = browser.get(f"/-/themes/{theme().pk}/").content.decode()
    assert 'value="2026-12-01T09:00"' in again
    assert "opens on 1 Dec, 09:00" in again


def test_a_draft_may_be_half_written(browser, client):
    browser.post(NEW, form("draft", second_title="", body="", second_body=""))
    assert theme().entry.state == Entry.State.DRAFT
    assert "Snow" not in client.get("/center/", headers={"Accept-Language": "en"}).content.decode()


WRONG = [
    ({"second_title": ""}, "A theme is written in both languages."),
    ({"body": " "}, "A theme is written in both languages."),
    ({"opens_at": "2026-11-01T10:00"}, "This moment has passed. Leave it empty to open at once."),
    ({"closes_at": "2026-11-01T10:00"}, "This moment has passed. Choose a later one, or leave it empty."),
    ({"opens_at": "2026-12-02T10:00", "closes_at": "2026-12-01T10:00"}, "A theme closes after it opens."),
    ({"opens_at": "tomorrow"}, "Please write it like 2026-12-24 09:00, or leave it empty."),
    ({"opens_at": "9999-12-31T23:59"}, "Please choose a date within the next ten years."),
    ({"tags": "/"}, "cannot be a tag."),
    ({"title": "x" * 201}, "at most 200 characters"),
    ({"title": "\u200b"}, "Nothing of this title can be seen."),
    ({"second_title": "\u3164"}, "Nothing of this title can be seen."),
    ({"body": "\u2060"}, "A theme is written in both languages."),
]


@pytest.mark.parametrize(("fields", "says"), WRONG)
def test_what_is_wrong_stands_beside_its_field_and_above_all_and_nothing_is_lost(browser, fields, says):
    typed = form(**{"body": "Snow on the roof.", "tags": "winter", **fields})
    page = browser.post(NEW, typed).content.decode()
    assert page.count(says) == 2
    assert all(typed[name].strip() in page for name in ("title", "second_title", "body", "tags", "opens_at"))
    assert not Theme.objects.filter(entry__second_title="雪").exists()


@pytest.mark.parametrize("moment", ["2027-03-14T02:30", "2027-11-07T01:30"])
def test_an_hour_at_which_the_clocks_change_is_refused_in_plain_words(browser, moment):
    Blog.objects.filter(name="center").update(time_zone="America/New_York")
    page = browser.post(NEW, form(closes_at=moment)).content.decode()
    assert page.count("this time comes twice or not at all") == 2
    assert "interpreted" not in page
    assert f'value="{moment}"' in page


def test_a_theme_to_come_is_announced_in_whole_words(browser):
    sent = browser.post(NEW, form(opens_at="2026-12-01T09:00"))
    page = browser.get(sent.headers["Location"]).content.decode()
    assert "Announced: opens on 1 Dec, 09:00" in page


def test_a_half_written_theme_cannot_lie_on_the_shelf(browser):
    page = browser.post(NEW, form("draft", second_body="", on_shelf="on")).content.decode()
    assert page.count("A theme is written in both languages.") == 2


def test_a_cover_is_taken_with_what_it_shows(browser):
    browser.post(NEW, form(cover=picture(), cover_alt="A grey day.", second_cover_alt="灰色の日。"))
    found = theme()
    assert found.cover == Picture.objects.get()
    assert (found.cover_alt, found.second_cover_alt) == ("A grey day.", "灰色の日。")


def test_a_picture_needs_words_and_is_not_asked_for_again(browser):
    page = browser.post(NEW, form(cover=picture())).content.decode()
    assert page.count("Please say in words what the picture shows.") == 4
    key = Picture.objects.get().key
    assert f'name="kept_cover" value="{key}"' in page
    browser.post(NEW, form(kept_cover=key, cover_alt="A grey day.", second_cover_alt="灰色の日。"))
    assert theme().cover.key == key


def test_what_is_no_picture_is_refused_beside_its_field(browser):
    page = browser.post(NEW, form(cover=SimpleUploadedFile("a.png", b"<svg>", "image/png"))).content.decode()
    assert page.count("This file is not a JPEG, PNG, GIF or WebP picture.") == 2


def test_nobody_takes_a_picture_of_somebody_else_or_of_the_other_section(browser, other_account, staff):
    foreign = Picture.objects.create(section="general", uploaded_by=other_account)
    adult = Picture.objects.create(section="adult", uploaded_by=staff)
    for key in (foreign.key, adult.key, "x", "x\x00"):
        browser.post(NEW, form("draft", title=f"With {key[:1]}{foreign.pk}", kept_cover=key))
    assert not Theme.objects.exclude(cover=None).exists()


def test_staff_see_a_cover_before_everybody_else_does(browser, client):
    words = {"cover_alt": "A grey day.", "second_cover_alt": "灰色の日。"}
    browser.post(NEW, form("draft", cover=picture(), **words))
    prepare.drain()
    page = browser.get(f"/-/themes/{theme().pk}/").content.decode()
    (src,) = re.findall(rf'src="http://{settings.GENERAL_HOST}(/media/[^"]*)"', page)
    public = src.partition("?")[0]
    assert client.get(src).status_code == 200
    assert client.get(public).status_code == 404
    browser.post(f"/-/themes/{theme().pk}/", form(kept_cover=theme().cover.key, **words))
    assert client.get(public).status_code == 200


def test_no_adult_picture_is_shown_at_the_desk(browser, staff):
    browser.post("/-/themes/adult/new/", form(cover=picture(), cover_alt="Grey.", second_cover_alt="灰色。"))
    Picture.objects.update(state=Picture.State.READY)
    assert "<img" not in browser.get(f"/-/themes/{theme().pk}/").content.decode().partition("<main")[2]


def test_a_cover_can_be_taken_away(browser):
    browser.post(NEW, form(cover=picture(), cover_alt="A grey day.", second_cover_alt="灰色の日。"))
    key = Picture.objects.get().key
    browser.post(f"/-/themes/{theme().pk}/", form(kept_cover=key, no_cover="on"))
    assert theme().cover is None


def test_a_published_theme_is_never_half_saved(browser):
    browser.post(NEW, form())
    page = browser.post(f"/-/themes/{theme().pk}/", form("draft", second_body="")).content.decode()
    assert "A theme is written in both languages." in page
    assert theme().entry.second_body == "話。"


def test_saving_an_open_theme_again_does_not_open_it_anew(browser):
    browser.post(NEW, form())
    opened = theme().entry.opens_at
    typed = opened.astimezone(theme().entry.blog.zone).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"/-/themes/{theme().pk}/", form(opens_at=typed, body="Better.")).status_code == 302
    assert (theme().entry.opens_at, theme().entry.body) == (opened, "Better.")


def test_what_was_typed_outlives_the_sign_in(browser, staff):
    browser.get(NEW)
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    sent = browser.post(NEW, form())
    assert "/account/login/" in sent.headers["Location"]
    login = browser.post(sent.headers["Location"], {"login": "staff", "password": PASSWORD})
    page = browser.get(login.headers["Location"]).content.decode()
    assert "You are signed in again." in page
    assert 'value="雪"' in page
    assert not Theme.objects.filter(entry__title="Snow").exists()


def test_a_form_of_an_earlier_sign_in_is_shown_again_with_everything(browser, staff):
    strict = Client(HTTP_HOST="localhost:8000", enforce_csrf_checks=True)
    strict.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = strict.post(NEW, form()).content.decode()
    assert "This form is from an earlier sign-in." in page
    assert 'value="雪"' in page
    assert not Theme.objects.filter(entry__title="Snow").exists()


# --- Two at once ------------------------------------------------------------------------------------------------------
def opened(page):
    """What a browser would send of a form that is open: what stands in its fields."""
    html = page.content.decode().partition('id="theme-form"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="(?:hidden|text|datetime-local)" name="(\w+)" value="([^"]*)"', html))
    return form() | fields | {"body": "Tell.", "second_body": "話。"}


def edit():
    return f"/-/themes/{theme().pk}/"


def test_a_theme_that_was_closed_meanwhile_is_not_opened_again_by_a_form(browser):
    browser.post(NEW, form(closes_at="2026-12-02T00:00"))
    typed = opened(browser.get(edit())) | {"body": "Tell us."}
    with time_machine.travel("2026-11-13T09:00:00Z", tick=False):
        press(browser, "close")
        page = browser.post(edit(), typed).content.decode()
        assert theme().life(timezone.now()) == Theme.Life.CLOSED
        assert "This theme was changed while your form was open" in page
        assert "closed since 13 Nov, 18:00" in page
        assert "Tell us." in page
        assert 'value="2026-12-02T00:00"' in page


def test_what_somebody_else_wrote_is_shown_and_replaced_only_by_another_press(browser):
    browser.post(NEW, form())
    mine = opened(browser.get(edit())) | {"title": "Snow and ice"}
    browser.post(edit(), opened(browser.get(edit())) | {"second_body": "雪の話。", "tags": "winter"})
    first = browser.post(edit(), mine)
    page = first.content.decode().partition('id="theme-form"')[0]
    assert "雪の話。" in page
    assert "<dd>winter</dd>" in page
    assert theme().entry.second_body == "雪の話。"
    again = opened(first)
    assert again["title"] == "Snow and ice"
    assert browser.post(edit(), again).status_code == 302
    entry = Entry.objects.get(title="Snow and ice")
    assert entry.second_body == "話。"


def test_the_form_of_a_draft_that_was_opened_from_the_shelf_does_not_take_its_end_away(browser):
    browser.post(NEW, form("draft", on_shelf="on"))
    typed = opened(browser.get(edit())) | {"act": "draft", "on_shelf": "on"}
    press(browser, "open")
    page = browser.post(edit(), typed).content.decode()
    assert "This theme was changed while your form was open" in page
    assert theme().entry.closes_at is not None


def test_what_was_changed_before_the_sign_in_ended_is_compared_after_it(browser, staff):
    browser.post(NEW, form(closes_at="2026-12-02T00:00"))
    typed = opened(browser.get(edit()))
    press(browser, "close")
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    sent = browser.post(edit(), typed)
    login = browser.post(sent.headers["Location"], {"login": "staff", "password": PASSWORD})
    page = browser.post(edit(), opened(browser.get(login.headers["Location"]))).content.decode()
    assert "This theme was changed while your form was open" in page


@pytest.mark.parametrize("act", ["announce", "draft"])
def test_a_new_theme_that_is_sent_three_times_is_one(browser, act):
    typed = opened(browser.get(NEW)) | {"title": "Snow", "second_title": "雪", "tags": "b, a", "act": act}
    typed |= {"opens_at": "", "closes_at": ""}
    sent = [
        browser.post(NEW, typed | {"cover": picture(), "cover_alt": "A", "second_cover_alt": "B"}) for _ in range(3)
    ]
    assert {answer.headers.get("Location") for answer in sent} == {edit()}


def test_a_new_theme_that_is_changed_and_sent_again_is_shown_beside_the_one_that_it_made(browser):
    typed = opened(browser.get(NEW)) | {"title": "Snow", "second_title": "雪"}
    browser.post(NEW, typed)
    page = browser.post(NEW, typed | {"title": "Ice"}).content.decode()
    assert "This theme was changed while your form was open" in page
    assert f'action="{edit()}"' in page
    assert 'value="Ice"' in page


def test_a_change_that_is_saved_twice_says_nothing_the_second_time(browser):
    browser.post(NEW, form())
    typed = opened(browser.get(edit())) | {"closes_at": "2026-12-02T00:00", "tags": "b, A"}
    assert [browser.post(edit(), typed).status_code for _ in range(2)] == [302, 302]


def test_a_form_of_a_theme_that_is_deleted_begins_another(browser):
    typed = opened(browser.get(NEW)) | {"title": "Snow", "second_title": "雪"}
    browser.post(NEW, typed)
    deleted = theme().entry
    browser.post(f"/-/entries/{deleted.pk}/delete/")
    browser.post(NEW, typed)
    assert Entry.objects.exclude(pk=deleted.pk).get(title="Snow").state == Entry.State.PUBLISHED


def test_a_week_longer_that_is_pressed_twice_is_one_week(browser):
    browser.post(NEW, form(closes_at="2026-12-01T09:00"))
    (seen,) = re.findall(r'/longer/">.*?name="stood" value="([^"]*)"', browser.get(edit()).content.decode())
    press(browser, "longer", stood=seen)
    press(browser, "longer", stood=seen)
    assert theme().entry.closes_at == datetime(2026, 12, 8, tzinfo=UTC)
    assert "nothing more was done" in browser.get(edit()).content.decode()


# --- One press --------------------------------------------------------------------------------------------------------
def press(browser, name, **fields):
    return browser.post(f"/-/themes/{theme().pk}/{name}/", fields)


def test_one_press_closes_and_one_opens_again(browser):
    browser.post(NEW, form())
    press(browser, "close")
    assert theme().life(timezone.now()) == Theme.Life.CLOSED
    press(browser, "open")
    assert theme().life(timezone.now()) == Theme.Life.OPEN
    assert theme().entry.closes_at == datetime(2026, 11, 26, 15, tzinfo=UTC)


def test_one_press_keeps_it_open_a_week_longer(browser):
    browser.post(NEW, form(closes_at="2026-12-01T09:00"))
    press(browser, "longer")
    assert Target.objects.get(entry=theme().entry).closes_at == datetime(2026, 12, 8, tzinfo=UTC)


def test_a_theme_goes_on_the_shelf_and_off_it(browser):
    browser.post(NEW, form(closes_at="2026-12-01T09:00"))
    assert press(browser, "shelve", **{"from": "shelf"}).headers["Location"] == "/-/themes/general/shelf/"
    stale = {"from": "shelf", "stood": "state=draft"}
    assert press(browser, "unshelve", **stale).headers["Location"] == "/-/themes/general/shelf/"
    assert theme().on_shelf
    press(browser, "unshelve")
    assert not theme().on_shelf


def test_a_half_written_draft_is_not_opened_and_says_so(browser):
    browser.post(NEW, form("draft", second_body=""))
    page = browser.get(press(browser, "open").headers["Location"]).content.decode()
    assert "the theme has changed meanwhile, or is not complete" in page
    assert theme().entry.state == Entry.State.DRAFT


@pytest.mark.parametrize("name", ["close", "longer", "open", "shelve", "unshelve"])
def test_looking_changes_nothing_and_nobody_but_staff_presses(browser, signed_in, name):
    browser.post(NEW, form())
    assert browser.get(f"/-/themes/{theme().pk}/{name}/").status_code == 405
    assert signed_in.post(f"/-/themes/{theme().pk}/{name}/").status_code == 403


def test_themes_of_owners_are_not_here(browser, make_theme, blog):
    assert browser.get(f"/-/themes/{make_theme(blog=blog).pk}/").status_code == 404


def test_a_new_theme_is_offered_the_next_days_that_want_for_one(browser, settings):
    settings.OPEN_THEMES = 50
    page = browser.get(NEW).content.decode()
    assert 'value="2026-11-13T00:00"' in page
    assert 'value="2026-11-27T00:00"' in page


def test_a_draft_whose_first_day_has_passed_opens_at_once_and_one_whose_end_has_passed_says_so(browser):
    browser.post(NEW, form("draft", opens_at="2026-11-10T00:00", closes_at="2026-11-24T00:00"))
    path = f"/-/themes/{theme().pk}/"
    Entry.objects.filter(title="Snow").update(closes_at=datetime(2026, 11, 11, tzinfo=UTC))
    over = form(opens_at="2026-11-10T00:00", closes_at="2026-11-11T09:00")
    assert "This moment has passed." in browser.post(path, over).content.decode()
    browser.post(path, form(opens_at="2026-11-10T00:00", closes_at="2026-11-24T00:00"))
    assert theme().entry.opens_at == timezone.now()


def test_a_draft_can_be_read_before_readers_do(browser):
    browser.post(NEW, form("draft"))
    page = browser.get(f"/-/themes/{theme().pk}/").content.decode()
    path = f"/-/entries/{theme().entry_id}/read/"
    assert f'href="{path}"' in page
    assert "話。" in browser.get(path).content.decode()


def test_late_answers_and_earlier_times_stand_with_the_theme(browser):
    browser.post(NEW, form())
    found = theme()
    told = Entry.objects.create(blog=found.entry.blog, title="What was told")
    opened_at, closed_at = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 8, tzinfo=UTC)
    Run.objects.create(theme=found, opened_at=opened_at, closed_at=closed_at, round_up=told)
    page = browser.get(f"/-/themes/{found.pk}/").content.decode()
    assert "1–8 Oct 2026" in page
    assert f'href="/-/entries/{told.pk}/">What was told' in page
