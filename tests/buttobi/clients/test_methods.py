"""What a blog editor reads: blogs, entries, categories, trackbacks; and what it never sees."""

import xmlrpc.client

import pytest
from django.test import Client

from buttobi.clients import methods
from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


def anonymous(method, *params):
    body = xmlrpc.client.dumps(params, method)
    answer = Client(HTTP_HOST="localhost:8000").post("/rpc", body, content_type="text/xml")
    return xmlrpc.client.loads(answer.content)[0][0]


def test_the_blogs_that_one_may_write_in_are_listed(editor, blog, adult_blog, other_blog):
    blogs = editor.raw("blogger.getUsersBlogs", "a key", editor.name, editor.password)
    assert [(found["blogName"], found["url"]) for found in blogs] == [
        ("Cats", "http://localhost:8000/cats/"),
        ("Night", "http://adult.localhost:8000/night/"),
    ]
    assert blogs[0]["blogid"] == str(blog.pk)
    assert blogs[0]["xmlrpc"] == "http://localhost:8000/rpc"


def test_the_person_is_named(editor):
    assert editor.raw("blogger.getUserInfo", "a key", editor.name, editor.password)["nickname"] == "writer"


def test_an_entry_comes_with_all_that_can_be_changed_in_it(editor, make_entry):
    entry = make_entry(title="Paws", body="Soft *paws*.", html="<p>Soft <em>paws</em>.</p>")
    post = editor.get(entry)
    address = "http://localhost:8000/cats/paws/"
    assert post["title"] == "Paws"
    assert post["description"] == "Soft *paws*."
    assert (post["link"], post["permaLink"]) == (address, address)
    assert post["mt_excerpt"] == "Soft paws."
    assert post["mt_allow_pings"] == 1
    assert post["mt_tb_ping_urls"] == post["categories"] == []
    assert post["postid"] == str(entry.pk)
    assert post["dateCreated"] == entry.published_at.astimezone(entry.blog.zone).replace(tzinfo=None, microsecond=0)


def test_recent_entries_come_newest_first_drafts_too_and_as_many_as_asked_for(editor, blog, make_entry):
    for title in ("one", "two", "three"):
        make_entry(title=title, published=title != "three")
    posts = editor.call("metaWeblog.getRecentPosts", blog, 2)
    assert [post["title"] for post in posts] == ["three", "two"]
    assert len(editor.call("metaWeblog.getRecentPosts", blog, -5)) == 1
    titles = editor.call("mt.getRecentPostTitles", blog, 10)
    assert [post["title"] for post in titles] == ["three", "two", "one"]
    assert set(titles[0]) == {"postid", "userid", "dateCreated", "date_created_gmt", "title"}


def test_a_list_of_long_entries_ends_before_it_is_too_long(editor, blog, make_entry, monkeypatch):
    monkeypatch.setattr(methods, "LONGEST_ANSWER", 25)
    for title in ("one", "two", "three"):
        make_entry(title=title, body="ten signs.")
    assert [post["title"] for post in editor.call("metaWeblog.getRecentPosts", blog, 9)] == ["three", "two"]


def test_a_list_asks_the_database_as_often_for_many_entries_as_for_one(
    editor, blog, make_entry, django_assert_max_num_queries
):
    for _ in range(5):
        make_entry()
    with django_assert_max_num_queries(8):
        assert len(editor.call("metaWeblog.getRecentPosts", blog, 50)) == 5


@pytest.mark.parametrize("method", ["metaWeblog.getPost", "mt.getPostCategories", "mt.publishPost"])
def test_an_entry_of_somebody_else_is_answered_like_one_that_is_not_there(editor, other_blog, make_entry, method):
    theirs = make_entry(blog=other_blog)
    draft = make_entry(blog=other_blog, published=False)
    missing, found, hidden = (editor.refusal(method, about) for about in ("999999", theirs, draft))
    assert missing.faultCode == 404
    assert (missing.faultCode, missing.faultString) == (found.faultCode, found.faultString)
    assert (missing.faultCode, missing.faultString) == (hidden.faultCode, hidden.faultString)


def test_nothing_of_somebody_else_is_changed(editor, other_blog, make_entry):
    theirs = make_entry(blog=other_blog, title="Mine")
    assert editor.refusal("metaWeblog.editPost", theirs, {"title": "Yours"}, True).faultCode == 404
    assert editor.refusal("mt.setPostCategories", theirs, []).faultCode == 404
    assert (
        editor.refusal("raw", "blogger.deletePost", "", str(theirs.pk), editor.name, editor.password, 1).faultCode
        == 404
    )
    theirs.refresh_from_db()
    assert (theirs.title, theirs.state) == ("Mine", Entry.State.PUBLISHED)


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("metaWeblog.newPost", [{"title": "x"}, True]),
        ("metaWeblog.getRecentPosts", [5]),
        ("metaWeblog.getCategories", []),
        ("mt.getCategoryList", []),
        ("mt.getRecentPostTitles", [5]),
        ("metaWeblog.newMediaObject", [{}]),
    ],
)
def test_a_blog_of_somebody_else_is_answered_like_one_that_is_not_there(editor, other_blog, method, rest):
    theirs, missing = (editor.refusal(method, about, *rest) for about in (other_blog, "999999"))
    assert (theirs.faultCode, theirs.faultString) == (missing.faultCode, missing.faultString)
    assert missing.faultCode == 404
    assert not Entry.objects.exists()


def test_a_deleted_entry_is_not_there(editor, make_entry):
    from buttobi.entries.delete import delete

    entry = make_entry()
    delete(entry=entry)
    assert editor.refusal("metaWeblog.getPost", entry).faultCode == 404


def test_the_methods_are_named_and_each_is_answered(editor):
    named = anonymous("mt.supportedMethods")
    assert {"metaWeblog.newPost", "mt.supportedMethods", "mt.getTrackbackPings", "blogger.deletePost"} <= set(named)
    for method in named:
        answer = Client(HTTP_HOST="localhost:8000").post(
            "/rpc", xmlrpc.client.dumps((), method), content_type="text/xml"
        )
        assert b"-32601" not in answer.content


def test_the_text_filter_is_markdown():
    assert anonymous("mt.supportedTextFilters") == [{"key": "markdown", "label": "Markdown"}]


# --- Trackbacks -------------------------------------------------------------------------------------------------------
@pytest.fixture
def answered(make_entry, other_blog):
    """A General entry with one shown and one held trackback."""
    entry = make_entry(title="Paws")
    make_entry(blog=other_blog, title="An answer", trackback_urls=entry.target.trackback_url)
    Received.objects.create(
        target=entry.target,
        source_url="http://there.example.org/held",
        source_key="held",
        title="Not seen",
        sender_ip="192.0.2.7",
        state=Received.State.HELD,
    )
    return entry


def test_the_trackback_list_is_what_every_reader_sees(answered):
    assert anonymous("mt.getTrackbackPings", str(answered.pk)) == [
        {"pingTitle": "An answer", "pingURL": "http://localhost:8000/dogs/an-answer/", "pingIP": ""}
    ]


def test_a_trackback_from_elsewhere_is_listed_without_its_network_address(answered):
    Received.objects.filter(source_key="held").update(state=Received.State.SHOWN)
    listed = anonymous("mt.getTrackbackPings", str(answered.pk))
    assert {"pingTitle": "Not seen", "pingURL": "http://there.example.org/held", "pingIP": ""} in listed


def test_without_a_name_only_general_entries_that_everyone_can_read_are_there(make_entry, adult_blog, blog):
    for hidden in (
        make_entry(blog=adult_blog),
        make_entry(published=False),
        make_entry(audience=Entry.Audience.ME),
        make_entry(audience=Entry.Audience.LINK),
    ):
        with pytest.raises(xmlrpc.client.Fault) as fault:
            anonymous("mt.getTrackbackPings", str(hidden.pk))
        assert fault.value.faultCode == 404


def test_an_author_sees_the_list_of_every_entry_of_theirs(editor, make_entry, adult_blog):
    entry = make_entry(blog=adult_blog, title="Night")
    make_entry(blog=adult_blog, title="More night", trackback_urls=entry.target.trackback_url)
    assert [ping["pingTitle"] for ping in editor.call("mt.getTrackbackPings", entry)] == ["More night"]
    assert editor.call("mt.getTrackbackPings", make_entry(published=False)) == []
