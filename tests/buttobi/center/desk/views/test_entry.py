"""An own entry as a theme, by the door that its author takes."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from buttobi.center.models import Theme
from buttobi.center.opening import open_centers
from buttobi.media.models import Picture
from buttobi.media.take import MOST_WAITING
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import BlogPolicy, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(make_entry):
    return make_entry(title="My challenge")


@pytest.fixture
def path(entry):
    return f"/-/entries/{entry.pk}/theme/"


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return SimpleUploadedFile("cover.png", file.getvalue(), "image/png")


def text(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_an_entry_leads_there(signed_in, entry, path):
    assert f'href="{path}"' in text(signed_in, f"/-/entries/{entry.pk}/")


def test_one_press_opens_it_and_other_blogs_answer(signed_in, path, client, entry):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    assert "Your entry is a theme now: open." in text(signed_in, path)
    answer = client.post(f"/tb/{entry.target.pk}", {"url": "https://there.example/1"})
    assert b"<error>0</error>" in answer.content


def test_it_stops_looking_when_its_owner_says_so(signed_in, path, client, entry):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    signed_in.post(f"{path}close/")
    answer = client.post(f"/tb/{entry.target.pk}", {"url": "https://there.example/1"})
    assert policy.OVER in answer.content.decode()
    signed_in.post(f"{path}close/")
    assert "there was nothing to close" in text(signed_in, path)


def test_another_time_does_not_begin_it_anew(signed_in, path):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    opened = Target.objects.get().opens_at
    later = timezone.localtime(timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    signed_in.post(path, {"opens_at": "", "closes_at": later})
    target = Target.objects.get()
    assert target.opens_at == opened
    assert target.closes_at is not None


def test_unanswered_it_is_made_an_ordinary_entry_again(signed_in, path):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    assert "Make it an ordinary entry again" in text(signed_in, path)
    signed_in.post(f"{path}take-back/")
    assert not Theme.objects.exists()


def test_answered_it_stays_a_theme(signed_in, path, make_entry, other_blog):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    make_entry(blog=other_blog, trackback_urls=Target.objects.get().trackback_url)
    assert "Make it an ordinary entry again" not in text(signed_in, path)
    signed_in.post(f"{path}take-back/")
    assert "it stays a theme" in text(signed_in, path)


def test_a_wrong_time_is_said_beside_its_field(signed_in, path):
    page = signed_in.post(path, {"opens_at": "", "closes_at": "2001-01-01T10:00"}).content.decode()
    assert page.count("This moment has passed.") == 2
    assert not Theme.objects.exists()


def test_what_not_everyone_can_read_cannot_be_opened(signed_in, make_entry):
    draft = make_entry(published=False)
    path = f"/-/entries/{draft.pk}/theme/"
    assert "Only a published entry that everyone can read" in text(signed_in, path)
    page = signed_in.post(path, {"opens_at": "", "closes_at": ""})
    assert page.status_code == 200
    assert not Theme.objects.exists()


def test_who_has_three_themes_is_told_to_close_one_first_and_keeps_what_was_typed(signed_in, path, make_theme, blog):
    for _ in range(3):
        make_theme(blog=blog)
    page = signed_in.post(path, {"opens_at": "", "closes_at": "", "cover_alt": "A cat."}).content.decode()
    assert page.count("Three themes of this blog are open or announced already.") == 1
    assert 'value="A cat."' in page
    assert Theme.objects.count() == 3


def test_a_blog_that_takes_no_trackbacks_is_told_so(signed_in, path, blog):
    BlogPolicy.objects.create(blog=blog, closed=True)
    assert "nobody could answer" in text(signed_in, path)


def test_nobody_opens_the_entry_of_somebody_else(signed_in_as, other_account, path):
    browser = signed_in_as(other_account)
    for address in (path, f"{path}close/", f"{path}take-back/"):
        assert browser.post(address).status_code == 404


def test_a_theme_of_a_center_is_edited_where_staff_edit_it(signed_in_as, staff):
    open_centers()
    theme = Theme.objects.earliest("pk")
    answer = signed_in_as(staff).get(f"/-/entries/{theme.entry_id}/theme/")
    assert answer.headers["Location"] == f"/-/themes/{theme.pk}/"


def test_a_form_that_is_wrong_again_and_again_keeps_one_picture(signed_in, path):
    wrong = {"opens_at": "", "closes_at": "nonsense", "cover_alt": "A cat."}
    first = signed_in.post(path, {**wrong, "cover": picture()}).content.decode()
    key = Picture.objects.get().key
    assert f'name="kept_cover" value="{key}"' in first
    again = signed_in.post(path, {**wrong, "cover": picture()}).content.decode()
    assert "choose the picture again when the rest is right" in again
    assert Picture.objects.count() == 1
    signed_in.post(path, {**wrong, "closes_at": "", "kept_cover": key})
    cover = Theme.objects.get().cover
    assert cover is not None
    assert cover.key == key


def test_too_many_pictures_are_refused_beside_the_field(signed_in, path, account):
    Picture.objects.bulk_create(Picture(uploaded_by=account) for _ in range(MOST_WAITING))
    page = signed_in.post(path, {"cover": picture(), "cover_alt": "A cat."}).content.decode()
    assert "Please wait a minute, and choose it again." in page
    assert not Theme.objects.exists()


# --- Two at once ------------------------------------------------------------------------------------------------------
def opened(page):
    """What a browser would send of a form that is open."""
    html = page.content.decode().partition('id="theme-form"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="(?:hidden|text|datetime-local)" name="(\w+)" value="([^"]*)"', html))


def test_a_theme_that_was_closed_in_another_window_is_not_opened_again_by_a_form(signed_in, path, entry):
    signed_in.post(path, {"opens_at": "", "closes_at": ""})
    typed = opened(signed_in.get(path)) | {"closes_at": ""}
    signed_in.post(f"{path}close/")
    late = signed_in.post(path, typed | {"cover_alt": "Mine."})
    assert "This theme was changed while your form was open" in late.content.decode()
    assert "closed since" in late.content.decode()
    assert Theme.objects.get().life(timezone.now()) == Theme.Life.CLOSED
    again = opened(late) | {"closes_at": ""}
    assert again["cover_alt"] == "Mine."
    assert signed_in.post(path, again).status_code == 302
    assert Theme.objects.get().life(timezone.now()) == Theme.Life.OPEN


def test_pressing_open_as_a_theme_twice_opens_it_once(signed_in, path):
    typed = opened(signed_in.get(path)) | {"opens_at": "", "closes_at": ""}
    assert [signed_in.post(path, typed).status_code for _ in range(2)] == [302, 302]
    assert text(signed_in, path).count("Your entry is a theme now: open.") == 1
