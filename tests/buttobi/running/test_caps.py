"""How long a body may be, address by address."""

import pytest
from django.conf import settings
from django.urls import reverse

from buttobi.clients import views
from buttobi.entries import unsent
from buttobi.media import sizes
from buttobi.running import caps

COOKIE = {"HTTP_COOKIE": "a=1; desk=x"}


def cap(path: str, **environ: str) -> int:
    return caps.cap_of({"PATH_INFO": path, **environ}, writers=["desk"])


@pytest.mark.parametrize("path", ["/tb/1", "/tb/1/", "/tb/", "/tb"])
def test_io_8_the_trackback_door_takes_64_kb(path):
    assert cap(path) == 65536
    assert caps.is_door({"PATH_INFO": path})


@pytest.mark.parametrize("path", ["/xmlrpc", "/xmlrpc/", "/webmention", "/webmention/"])
def test_io_8_the_other_doors_take_16_kb(path):
    assert cap(path) == 16384
    assert caps.is_door({"PATH_INFO": path})


def test_blog_editors_send_as_much_as_their_door_reads():
    assert cap("/rpc") == views.LARGEST
    assert caps.is_door({"PATH_INFO": "/rpc"})


@pytest.mark.parametrize("path", ["/age", "/language"])
def test_a_switch_is_a_word(path):
    assert cap(path) == 4096
    assert not caps.is_door({"PATH_INFO": path})


@pytest.mark.parametrize("path", ["/-/account/login/", "/", "/cats/", "/tbx", "/rpc/x", "//tb/1", "/healthz", "*", ""])
def test_everything_else_takes_as_much_as_a_form(path):
    assert cap(path) == 65536
    assert not caps.is_door({"PATH_INFO": path})


def test_who_was_at_the_desk_sends_long_texts_there_and_nowhere_else():
    assert cap("/-/new/", **COOKIE) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert cap("/-/new/", **COOKIE) > unsent.LARGEST
    assert cap("/cats/", **COOKIE) == 65536
    assert cap("/age", **COOKIE) == 4096


@pytest.mark.parametrize("cookies", ["", "a=desk", "desks=1", "xdesk=1", ";;;", "=desk"])
def test_a_cookie_of_another_name_opens_nothing(cookies):
    assert cap("/-/new/", HTTP_COOKIE=cookies) == 65536


@pytest.mark.parametrize(
    ("name", "where"),
    [("theme-new", {"section_name": "adult"}), ("theme-edit", {"theme_id": 17}), ("entry-theme", {"entry_id": 17})],
)
def test_a_cover_may_come_where_themes_are_written(name, where):
    path = reverse(name, kwargs=where)
    assert cap(path, **COOKIE) > sizes.LARGEST_FILE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert cap(path) == 65536


@pytest.mark.parametrize(
    "path", ["/-/themes/", "/-/themes/propose/", "/-/themes/17/close/", "/-/entries/17/", "/-/entries/17/theme/close/"]
)
def test_no_other_desk_takes_pictures(path):
    assert cap(path, **COOKIE) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
