"""The pages about one's blogs."""

import pytest

from buttobi.blogs.find import find, former
from buttobi.blogs.models import Blog

TYPED = {
    "title": "Birds",
    "name": "birds",
    "section": "general",
    "language": "en",
    "time_zone": "Europe/Paris",
    "description": "",
}


def test_a_person_opens_several_blogs(signed_in, account):
    assert b"Open your first blog" in signed_in.get("/-/blogs/new/").content
    assert signed_in.post("/-/blogs/new/", TYPED).headers["Location"] == "/-/"
    assert signed_in.post("/-/blogs/new/", {**TYPED, "name": "moths", "section": "adult"}).status_code == 302
    assert {blog.name: blog.section for blog in Blog.objects.filter(owner=account)} == {
        "birds": "general",
        "moths": "adult",
    }


def test_a_new_blog_starts_with_the_readers_language_and_the_zone_of_the_last_one(signed_in, make_blog):
    make_blog("old", time_zone="Europe/Paris")
    page = signed_in.get("/-/blogs/new/", headers={"accept-language": "ja"})
    assert page.context["form"]["language"].value() == "ja"
    assert page.context["form"]["time_zone"].value() == "Europe/Paris"


def test_a_mistake_keeps_what_was_typed_and_is_said_beside_the_field(signed_in):
    page = signed_in.post("/-/blogs/new/", {**TYPED, "name": "tb", "time_zone": "Mars"}).content.decode()
    assert 'value="Birds"' in page
    assert 'id="id_name_error"' in page
    assert 'id="id_time_zone_error"' in page
    assert 'href="#id_name"' in page
    assert not Blog.objects.exists()


def test_a_blog_whose_button_is_pressed_twice_is_opened_once_and_nothing_is_complained_of(signed_in):
    typed = {"title": "Cats", "name": "Cats", "section": "general", "language": "en", "time_zone": "Asia/Tokyo"}
    sent = [signed_in.post("/-/blogs/new/", typed) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert Blog.objects.get().name == "cats"
    assert signed_in.post("/-/blogs/new/", typed | {"title": "Other cats"}).status_code == 200


@pytest.mark.parametrize("path", ["/-/blogs/new/", "/-/blogs/cats/"])
def test_a_title_that_cannot_be_seen_is_refused(signed_in, blog, path):
    typed = {"title": "\u200b", "name": "dogs", "section": "general", "language": "en", "time_zone": "Asia/Tokyo"}
    assert "Nothing of this title can be seen." in signed_in.post(path, typed).content.decode()
    assert [one.title for one in Blog.objects.all()] == [blog.title]


def test_settings_are_changed_and_the_section_is_not(signed_in, blog):
    typed = {**TYPED, "section": "adult", "title": "Big cats", "time_zone": "europe/paris"}
    assert signed_in.post("/-/blogs/cats/", typed).headers["Location"] == "/-/blogs/cats/"
    blog.refresh_from_db()
    assert (blog.title, blog.section, blog.time_zone, blog.name) == ("Big cats", "general", "Europe/Paris", "cats")


def test_a_bad_setting_changes_nothing(signed_in, blog):
    page = signed_in.post("/-/blogs/cats/", {**TYPED, "title": "Big cats", "time_zone": "Mars"})
    assert b'id="id_time_zone_error"' in page.content
    assert b'value="Big cats"' in page.content
    blog.refresh_from_db()
    assert blog.title == "Cats"


def test_an_owner_takes_a_blog_out_of_the_ranking_and_back_into_it(signed_in, blog):
    assert signed_in.get("/-/blogs/cats/").context["form"]["in_ranking"].value() is True
    for typed, there in (({}, False), ({"in_ranking": "on"}, True)):
        signed_in.post("/-/blogs/cats/", {**TYPED, **typed})
        blog.refresh_from_db()
        assert blog.in_ranking is there


def test_a_new_blog_is_not_asked_about_the_ranking_and_is_in_it(signed_in):
    assert b"in_ranking" not in signed_in.get("/-/blogs/new/").content
    signed_in.post("/-/blogs/new/", TYPED)
    assert Blog.objects.get().in_ranking


def test_a_blog_is_renamed(signed_in, blog):
    assert signed_in.get("/-/blogs/cats/rename/").status_code == 200
    assert signed_in.post("/-/blogs/cats/rename/", {"name": "lions"}).headers["Location"] == "/-/blogs/lions/"
    assert former("cats") == find("lions")


def test_a_name_of_another_blog_is_said_beside_the_field(signed_in, blog, other_blog):
    page = signed_in.post("/-/blogs/cats/rename/", {"name": "dogs"}).content.decode()
    assert 'id="id_name_error"' in page
    assert 'value="dogs"' in page


def test_a_blog_is_closed_and_opened_again(signed_in, blog):
    signed_in.post("/-/blogs/cats/close/")
    blog.refresh_from_db()
    assert blog.state == Blog.State.CLOSED
    assert b"Open again" in signed_in.get("/-/blogs/cats/").content
    signed_in.post("/-/blogs/cats/reopen/")
    blog.refresh_from_db()
    assert blog.state == Blog.State.OPEN


def test_a_blog_is_deleted_only_once_its_name_was_typed(signed_in, blog):
    page = signed_in.post("/-/blogs/cats/delete/", {"name": "dogs"})
    assert b"Nothing was deleted" in page.content
    assert Blog.objects.kept().exists()
    assert signed_in.post("/-/blogs/cats/delete/", {"name": "Cats"}).headers["Location"] == "/-/"
    assert not Blog.objects.kept().exists()
    assert signed_in.get("/-/blogs/cats/").status_code == 404


@pytest.mark.parametrize("page", ["", "rename/", "delete/"])
def test_nobody_sees_the_settings_of_anothers_blog(signed_in, other_blog, page):
    assert signed_in.get(f"/-/blogs/dogs/{page}").status_code == 404


@pytest.mark.parametrize("press", ["close/", "reopen/", "delete/", "rename/"])
def test_nobody_presses_a_button_of_anothers_blog(signed_in, other_blog, press):
    assert signed_in.post(f"/-/blogs/dogs/{press}", {"name": "dogs"}).status_code == 404
    other_blog.refresh_from_db()
    assert (other_blog.state, other_blog.name) == (Blog.State.OPEN, "dogs")


@pytest.mark.parametrize("page", ["new/", "cats/", "cats/rename/", "cats/delete/"])
def test_every_page_asks_for_a_sign_in(client, blog, page):
    assert client.get(f"/-/blogs/{page}").headers["Location"].startswith("/-/account/login/?next=")


@pytest.mark.parametrize("press", ["close/", "reopen/"])
def test_a_get_closes_and_opens_nothing(signed_in, blog, press):
    assert signed_in.get(f"/-/blogs/cats/{press}").status_code == 405
