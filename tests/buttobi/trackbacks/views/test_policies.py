"""The screen on which an owner says what a blog takes."""

import pytest

from buttobi.blogs.models import Blog
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import BlogPolicy, Target

URL = "/-/blogs/cats/trackbacks/"
FORM = {
    "takes": ["trackback", "webmention"],
    "culture": "mention",
    "showing": "looked",
    "closes_after_days": "30",
}

pytestmark = pytest.mark.django_db


def page(browser, url=URL):
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def of(target):
    return policy.of(Target.objects.select_related("blog__policy").get(pk=target.pk))


def test_the_blogs_settings_lead_there(signed_in, blog):
    assert f'href="{URL}"' in page(signed_in, "/-/blogs/cats/")


def test_it_shows_what_is_usual_and_saves_what_is_chosen(signed_in, target):
    html = page(signed_in)
    assert html.count("checked") == 5
    assert 'value="90"' in html
    assert signed_in.post(URL, FORM).status_code == 302
    rules = of(target)
    assert (rules.takes, rules.culture, rules.showing) == (("trackback", "webmention"), "mention", "looked")
    assert (rules.until - target.created_at).days == 30
    assert 'value="30"' in page(signed_in)


def test_no_number_of_days_means_never(signed_in, target):
    signed_in.post(URL, FORM | {"closes_after_days": ""})
    assert of(target).until is None
    assert 'value="0"' not in page(signed_in)


@pytest.mark.parametrize(
    "wrong",
    [{"takes": []}, {"takes": ["fax"]}, {"culture": "x"}, {"showing": ""}, {"closes_after_days": "-1"}],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(signed_in, blog, wrong):
    response = signed_in.post(URL, FORM | wrong)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not BlogPolicy.objects.exists()


def test_one_press_closes_every_entry_and_one_opens_them(signed_in, make_target):
    pages = [make_target(), make_target()]
    signed_in.post(URL, FORM)
    assert signed_in.post(f"{URL}close/", {"act": "close"}).status_code == 302
    assert not any(of(one).is_open for one in pages)
    assert "All entries are closed now" in page(signed_in)
    signed_in.post(f"{URL}close/", {"act": "open"})
    assert all(of(one).is_open for one in pages)
    assert of(pages[0]).culture == "mention"


def test_a_get_closes_nothing(signed_in, target):
    assert signed_in.get(f"{URL}close/").status_code == 405
    assert of(target).is_open


def test_nobody_elses_blog_is_there(signed_in, other_blog, client):
    for method in (signed_in.get, signed_in.post):
        assert method("/-/blogs/dogs/trackbacks/").status_code == 404
    assert signed_in.post("/-/blogs/dogs/trackbacks/close/").status_code == 404
    assert client.get("/-/blogs/dogs/trackbacks/").status_code == 302
    assert not BlogPolicy.objects.exists()


def test_a_center_is_not_asked_about_links_and_days(signed_in_as, staff, blog):
    Blog.objects.update(official=True, owner=None)
    browser = signed_in_as(staff)
    html = page(browser)
    assert 'name="culture"' not in html
    assert 'name="closes_after_days"' not in html
    assert browser.post(URL, {"takes": ["trackback"], "showing": "looked"}).status_code == 302
    assert BlogPolicy.objects.get().showing == "looked"
