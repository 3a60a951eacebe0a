"""The door for blog editors: any bytes, any encoding, one host, and how an editor finds it."""

import re
import xmlrpc.client
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buttobi.clients.views import LARGEST
from buttobi.entries.models import Entry
from buttobi.sections.section import Section

pytestmark = pytest.mark.django_db


def send(body, *, content_type="text/xml", **more):
    """The answer to raw bytes, which is always 200 and XML that an independent parser reads."""
    # `post` would read the body again, by the charset of the header.
    answer = Client(HTTP_HOST="localhost:8000").generic("POST", "/rpc", body, content_type=content_type, **more)
    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)  # noqa: S314 (our own reply)
    return answer


def code_of(answer):
    """The number of the fault that an answer is."""
    with pytest.raises(xmlrpc.client.Fault) as fault:
        xmlrpc.client.loads(answer.content)
    return fault.value.faultCode


def call(method, *params):
    return xmlrpc.client.dumps(params, method, allow_none=True).encode()


def test_an_editor_writes_over_a_real_connection(live_server, settings, make_editor, account, make_blog):
    settings.DASHBOARD_HOST = settings.GENERAL_HOST = urlsplit(live_server.url).netloc
    editor, blog = make_editor(account), make_blog("cats")
    with xmlrpc.client.ServerProxy(f"{live_server.url}/rpc") as server:
        post_id = server.metaWeblog.newPost(
            str(blog.pk), "writer", editor.password, {"title": "Paws 🐾", "description": "猫"}, True
        )
        post: Any = server.metaWeblog.getPost(post_id, "writer", editor.password)
    assert (post["title"], post["description"]) == ("Paws 🐾", "猫")
    assert post["permaLink"].startswith(f"{live_server.url}/cats/")


@pytest.mark.parametrize(
    ("label", "codec"),
    [("EUC-JP", "euc_jp"), ("Shift_JIS", "cp932"), ("ISO-2022-JP", "iso2022_jp"), ("UTF-8", "utf-8")],
)
@pytest.mark.parametrize("declared", ["in the document", "in the header", "nowhere"])
def test_an_entry_arrives_in_the_encoding_of_its_time(editor, blog, label, codec, declared):
    title, text = "猫の足音について", "朝から雨が降っていて、猫はずっと眠っています。ぼくはお茶をいれました。"
    declaration = (
        f'<?xml version="1.0" encoding="{label}"?>' if declared == "in the document" else '<?xml version="1.0"?>'
    )
    body = call(
        "metaWeblog.newPost", str(blog.pk), "writer", editor.password, {"title": title, "description": text}, True
    )
    xml = declaration + re.sub(r"<\?xml[^>]*>", "", body.decode())
    content_type = f"text/xml; charset={label}" if declared == "in the header" else "text/xml"
    answer = send(xml.encode(codec), content_type=content_type)
    assert xmlrpc.client.loads(answer.content)[0][0] == str(Entry.objects.get().pk)
    assert (Entry.objects.get().title, Entry.objects.get().body) == (title, text)


def test_a_text_may_come_as_base64(editor, blog):
    struct = {"title": xmlrpc.client.Binary("猫の足音".encode()), "description": "x"}
    send(call("metaWeblog.newPost", str(blog.pk), "writer", editor.password, struct, True))
    assert Entry.objects.get().title == "猫の足音"


def test_signs_that_no_database_holds_are_left_out(editor, blog):
    struct = {"title": xmlrpc.client.Binary(b"a\x00b\x01c\xff"), "description": xmlrpc.client.Binary(b"\x00")}
    answer = send(call("metaWeblog.newPost", str(blog.pk), "writer", editor.password, struct, True))
    post_id = xmlrpc.client.loads(answer.content)[0][0]
    send(call("metaWeblog.getPost", post_id, "writer", editor.password))
    assert "\x00" not in Entry.objects.get().title


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"hello", -32700),
        (b"<methodCall/>", -32700),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><methodCall><methodName>x</methodName></methodCall>', -32700),
        (b"<methodCall>" + b"<a>" * 5000, -32700),
        (b"\xff\xfe\x00", -32700),
        (call("system.multicall", [{"methodName": "blogger.getUsersBlogs", "params": ["", "a", "b"]}]), -32601),
        (call("system.listMethods"), -32601),
        (call("pingback.ping", "http://a.example/", "http://b.example/"), -32601),
        (call("wp.getUsersBlogs", "writer", "x"), -32601),
        (call("metaWeblog.getPost"), -32602),
        (call("metaWeblog.getPost", "1", "writer"), -32602),
        (call("metaWeblog.getPost", "1", ["writer"], {"a": 1}), -32602),
        (call("metaWeblog.getPost", "1", None, "x"), -32602),
        (call("mt.getTrackbackPings"), -32602),
        (call("metaWeblog.getPost", "1", "writer", "wrong"), 403),
    ],
)
def test_what_cannot_be_answered_is_a_fault_with_its_number(account, body, code):
    assert code_of(send(body)) == code


@pytest.mark.parametrize(
    "params",
    [
        ("metaWeblog.newPost", "BLOG", "no struct", True),
        ("metaWeblog.newPost", "BLOG", {"title": ["a", "list"]}, True),
        ("metaWeblog.newPost", "BLOG", {"title": {"a": "struct"}}, True),
        ("metaWeblog.newPost", "BLOG", {"title": None}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x", "dateCreated": "tomorrow"}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x", "mt_tb_ping_urls": [["a"]]}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x", "categories": {"a": 1}}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x" * 500}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x", "description": "> " * 60_000}, True),
        ("metaWeblog.newPost", "BLOG", {"title": "x", "categories": ["x" * 100, ".."]}, True),
        ("metaWeblog.newPost", {"a": 1}, {"title": "x"}, True),
        ("metaWeblog.getRecentPosts", "BLOG", "many"),
        ("metaWeblog.getPost", "9" * 30),
        ("metaWeblog.getPost", "-1"),
        ("metaWeblog.getPost", "１"),
        ("metaWeblog.newMediaObject", "BLOG", {"name": "a.jpg", "bits": b"\xff\xd8"}),
        ("mt.setPostCategories", "1", "no list"),
        ("mt.setPostCategories", "1", ["no struct"]),
    ],
)
def test_parameters_of_the_wrong_kind_are_a_fault_and_nothing_is_written(editor, blog, params):
    method, about, *rest = params
    about = str(blog.pk) if about == "BLOG" else about
    assert code_of(send(call(method, about, "writer", editor.password, *rest))) in (400, 404, -32602)
    assert not Entry.objects.exists()


def test_a_picture_is_refused_in_words(editor, blog):
    assert "Pictures cannot be uploaded" in editor.refusal("metaWeblog.newMediaObject", blog, {}).faultString


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=400))
def test_any_bytes_are_answered(db, body):
    cache.clear()
    send(body)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\ufffe\uffff"), max_size=20)
    | st.binary(max_size=20)
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "title",
                    "description",
                    "mt_text_more",
                    "mt_tb_ping_urls",
                    "mt_allow_pings",
                    "categories",
                    "mt_keywords",
                    "dateCreated",
                    "date_created_gmt",
                    "categoryId",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(
        [
            "metaWeblog.newPost",
            "metaWeblog.editPost",
            "metaWeblog.getRecentPosts",
            "mt.setPostCategories",
            "mt.getPostCategories",
        ]
    ),
    about=VALUES,
    ours=st.booleans(),
    rest=st.lists(VALUES, max_size=2),
)
def test_any_values_are_answered(editor, blog, make_entry, method, about, ours, rest):
    cache.clear()
    if ours:
        about = str(blog.pk) if method != "metaWeblog.editPost" else str(make_entry().pk)
    send(call(method, about, "writer", editor.password, *rest))


def test_more_than_a_megabyte_is_not_read(account):
    assert code_of(send(b"<methodCall>" + b" " * LARGEST)) == -32700


def test_a_call_of_nearly_a_megabyte_is_read(editor, blog):
    padding = b"<!--" + b"x" * 700_000 + b"-->"
    body = call("metaWeblog.newPost", str(blog.pk), "writer", editor.password, {"title": "x"}, True)
    send(body.replace(b"<params>", padding + b"<params>"))
    assert Entry.objects.exists()


def test_a_length_that_is_no_number_is_a_fault():
    assert code_of(send(b"x", CONTENT_LENGTH="many")) == -32700


def test_when_nothing_can_be_written_the_answer_says_so(editor, blog, monkeypatch):
    def fail(*_arguments, **_fields):
        raise DatabaseError("disk full")

    monkeypatch.setattr("buttobi.clients.write.begin", fail)
    answer = send(call("metaWeblog.newPost", str(blog.pk), "writer", editor.password, {"title": "x"}, True))
    assert code_of(answer) == 500


# --- Where the door is ------------------------------------------------------------------------------------------------
def test_a_browser_is_told_what_the_address_is_for(client):
    answer = client.get("/rpc")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_door_is_on_the_host_of_the_desk_alone(settings, editor):
    settings.DASHBOARD_HOST = "desk.localhost:8000"
    body = call("blogger.getUsersBlogs", "", "writer", editor.password)
    for host, status in (("localhost:8000", 404), ("desk.localhost:8000", 200), ("else.example", 421)):
        assert Client(HTTP_HOST=host).post("/rpc", body, content_type="text/xml").status_code == status


def test_the_door_is_not_on_the_adult_host(adult_client):
    for browser in (adult_client, Client(HTTP_HOST="adult.localhost:8000")):
        assert browser.post("/rpc", b"x", content_type="text/xml").status_code == 404


def test_it_is_the_same_for_whoever_is_signed_in(signed_in, blog):
    answer = signed_in.post("/rpc", call("blogger.getUsersBlogs", "", "writer", "x"), content_type="text/xml")
    assert code_of(answer) == 403
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_of_another_site_needs_no_token_and_reaches_nothing(blog):
    browser = Client(HTTP_HOST="localhost:8000", enforce_csrf_checks=True)
    answer = browser.post("/rpc", call("blogger.getUsersBlogs", "", "writer", "x"), content_type="text/plain")
    assert code_of(answer) == 403


# --- How an editor finds it -------------------------------------------------------------------------------------------
def test_every_page_of_a_blog_names_the_description_of_its_interfaces(client, make_entry):
    entry = make_entry(title="Paws")
    for path in ("/cats/", f"/cats/{entry.slug}/"):
        page = client.get(path).content.decode()
        link = '<link rel="EditURI" type="application/rsd+xml" title="RSD" href="http://localhost:8000/cats/rsd.xml">'
        assert link in page


def test_the_description_names_the_door_and_the_blog(client, blog):
    answer = client.get("/cats/rsd.xml")
    assert answer.headers["Content-Type"] == "application/rsd+xml; charset=utf-8"
    space = "{http://archipelago.phrasewise.com/rsd}"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own reply)
    assert root.findtext(f"{space}service/{space}homePageLink") == "http://localhost:8000/cats/"
    apis = root.findall(f".//{space}api")
    assert [api.get("name") for api in apis] == ["Movable Type", "MetaWeblog", "Blogger"]
    assert {(api.get("apiLink"), api.get("blogID")) for api in apis} == {("http://localhost:8000/rpc", str(blog.pk))}


def test_the_description_of_an_adult_blog_is_on_the_adult_host(client, adult_blog):
    assert (
        Client(HTTP_HOST="adult.localhost:8000")
        .get("/night/rsd.xml")
        .headers["Content-Type"]
        .startswith("application/rsd+xml")
    )
    assert adult_blog.section == Section.ADULT
    assert client.get("/night/rsd.xml").status_code == 404


def test_a_blog_that_is_not_there_has_no_description(client):
    assert client.get("/nothing/rsd.xml").status_code == 404


def test_where_each_blog_has_its_own_host_the_door_stays_with_the_desk(settings, blog, editor):
    settings.BLOG_ADDRESS = "subdomain"
    host = Client(HTTP_HOST="cats.localhost:8000")
    assert b'apiLink="http://localhost:8000/rpc"' in host.get("/rsd.xml").content
    body = call("blogger.getUsersBlogs", "", "writer", editor.password)
    assert host.post("/rpc", body, content_type="text/xml").status_code == 404
    assert b"http://cats.localhost:8000/" in send(body).content
