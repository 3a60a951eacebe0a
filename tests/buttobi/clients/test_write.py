"""What a blog editor writes: entries, drafts, dates, categories, trackbacks."""

import xmlrpc.client
from datetime import UTC, datetime, timedelta

import pytest

from buttobi.entries import keep
from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received, Sent, Target

pytestmark = pytest.mark.django_db


def fault_of(editor, *arguments, **struct):
    with pytest.raises(xmlrpc.client.Fault) as fault:
        editor.post(*arguments, **struct)
    return fault.value


def test_an_entry_is_published(editor, blog, client, account):
    post_id = editor.post(blog, title="Paws", description="<p>Soft <b>paws</b>.</p>")
    entry = Entry.objects.get()
    assert (str(entry.pk), entry.state, entry.author, entry.slug) == (post_id, Entry.State.PUBLISHED, account, "paws")
    assert "<p>Soft <b>paws</b>.</p>" in client.get("/cats/paws/").content.decode()


def test_what_was_sent_comes_back_and_what_is_unsafe_is_not_shown(editor, blog, client):
    sent = '<p onclick="steal()">Soft</p><script>steal()</script>'
    post_id = editor.post(blog, title="Paws", description=sent)
    assert editor.get(post_id)["description"] == sent
    assert "steal" not in Entry.objects.get().html
    assert b"steal" not in client.get("/cats/paws/").content


def test_without_publish_it_is_a_draft(editor, blog):
    editor.post(blog, title="Paws", description="Soft.", publish=False)
    assert Entry.objects.get().state == Entry.State.DRAFT
    assert not Target.objects.exists()


def test_whoever_leaves_the_switch_out_gets_a_draft(editor, blog):
    editor.call("metaWeblog.newPost", blog, {"title": "Paws"})
    assert Entry.objects.get().state == Entry.State.DRAFT


def test_the_second_part_of_a_text_follows_the_first_and_does_not_grow(editor, blog):
    post_id = editor.post(blog, title="Paws", description="Soft.", mt_text_more="And warm.")
    post = editor.get(post_id)
    assert (post["description"], post["mt_text_more"]) == ("Soft.\n\nAnd warm.", "")
    editor.edit(post_id, **post)
    assert Entry.objects.get().body == "Soft.\n\nAnd warm."


def test_trackback_urls_are_sent(editor, blog, other_blog, make_entry):
    theme = make_entry(blog=other_blog)
    post_id = editor.post(
        blog,
        title="Answer",
        description="Yes.",
        mt_tb_ping_urls=[theme.target.trackback_url, "https://a.example.org/tb/1"],
    )
    received = Received.objects.shown().get(target=theme.target)
    assert received.source == Entry.objects.get(pk=post_id).target
    assert Sent.objects.count() == 2
    assert editor.get(post_id)["mt_tb_ping_urls"] == [theme.target.trackback_url, "https://a.example.org/tb/1"]


def test_trackback_urls_may_come_as_one_text(editor, blog):
    editor.post(blog, title="Answer", mt_tb_ping_urls="https://a.example.org/tb/1\nhttps://a.example.org/tb/2")
    assert Sent.objects.count() == 2


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("no address", "This is not a web address"),
        ("http://localhost:8000/tb/999", "There is no entry at this address"),
        ("http://127.0.0.1/tb/1", ""),
    ],
)
def test_a_url_that_can_never_be_sent_is_a_fault_and_nothing_is_written(editor, blog, url, sentence):
    fault = fault_of(editor, blog, title="Answer", mt_tb_ping_urls=[url])
    assert fault.faultCode == 400
    assert url.split()[0] in fault.faultString
    assert sentence in fault.faultString
    assert not Entry.objects.exists()


def test_the_wall_holds(editor, adult_blog, other_blog, make_entry):
    theme = make_entry(blog=other_blog)
    fault = fault_of(editor, adult_blog, title="Answer", mt_tb_ping_urls=[theme.target.trackback_url])
    assert theme.target.trackback_url in fault.faultString
    assert not Entry.objects.filter(blog=adult_blog).exists()
    assert not Received.objects.exists()


def test_the_limit_of_trackbacks_holds(editor, blog, settings):
    urls = [f"https://a.example.org/tb/{number}" for number in range(settings.TRACKBACK_URLS_GENERAL + 1)]
    assert "at most 5" in fault_of(editor, blog, title="Answer", mt_tb_ping_urls=urls).faultString
    assert not Entry.objects.exists()
    post_id = editor.post(blog, title="Answer", mt_tb_ping_urls=urls[:-1])
    with pytest.raises(xmlrpc.client.Fault):
        editor.edit(post_id, mt_tb_ping_urls=urls[-1:])
    assert Sent.objects.count() == 5


def test_a_fault_speaks_the_language_of_the_blog(editor, make_blog):
    japanese = make_blog("neko", language="ja")
    fault = fault_of(editor, japanese, title="答え", mt_tb_ping_urls=["http://localhost:8000/tb/999"])
    assert any("\u3041" <= letter <= "\u30fe" for letter in fault.faultString)


def test_nothing_at_all_is_no_entry(editor, blog):
    assert fault_of(editor, blog, title=" ").faultCode == 400
    assert not Entry.objects.exists()


def test_a_closed_blog_takes_drafts_alone(editor, blog):
    blog.state = blog.State.CLOSED
    blog.save()
    assert "closed" in fault_of(editor, blog, title="Paws").faultString
    editor.post(blog, title="Paws", publish=False)
    assert Entry.objects.get().state == Entry.State.DRAFT


# --- Dates ------------------------------------------------------------------------------------------------------------
def test_a_date_to_come_is_in_the_time_of_the_blog_and_schedules(editor, blog):
    at = datetime.now(blog.zone).replace(microsecond=0, tzinfo=None) + timedelta(days=3)
    post_id = editor.post(blog, title="Later", dateCreated=at)
    entry = Entry.objects.get()
    assert entry.state == Entry.State.SCHEDULED
    assert entry.scheduled_for == at.replace(tzinfo=blog.zone)
    assert editor.get(post_id)["dateCreated"] == at


@pytest.mark.parametrize("member", ["date_created_gmt", "dateCreated"])
def test_a_date_in_universal_time_is_what_it_says(editor, blog, member):
    at = datetime.now(UTC).replace(microsecond=0, tzinfo=None) + timedelta(days=3)
    value = xmlrpc.client.DateTime(at.strftime("%Y%m%dT%H:%M:%SZ"))
    editor.post(blog, title="Later", **{member: value})
    assert Entry.objects.get().scheduled_for == at.replace(tzinfo=UTC)


def test_a_date_that_has_passed_means_now(editor, blog):
    editor.post(blog, title="Now", dateCreated=datetime(2004, 4, 1, 12, 0))  # noqa: DTZ001 (the protocol has no zones)
    entry = Entry.objects.get()
    assert entry.state == Entry.State.PUBLISHED
    assert entry.published_at == entry.updated_at


@pytest.mark.parametrize("year", [1, 9999])
def test_a_date_that_no_calendar_tells_is_a_fault(editor, blog, year):
    value = xmlrpc.client.DateTime(f"{year:04}0101T00:00:00Z")
    assert fault_of(editor, blog, title="When", dateCreated=value).faultCode == 400
    assert not Entry.objects.exists()


def test_a_scheduled_entry_is_moved_published_and_taken_back(editor, blog):
    at = datetime.now(blog.zone).replace(microsecond=0, tzinfo=None) + timedelta(days=3)
    post_id = editor.post(blog, title="Later", dateCreated=at)
    editor.edit(post_id, title="Later still", dateCreated=at + timedelta(days=1))
    assert Entry.objects.get().scheduled_for == (at + timedelta(days=1)).replace(tzinfo=blog.zone)
    editor.edit(post_id, publish=False)
    assert Entry.objects.get().state == Entry.State.DRAFT
    editor.edit(post_id, dateCreated=datetime(2004, 4, 1, 12, 0))  # noqa: DTZ001 (the protocol has no zones)
    entry = Entry.objects.get()
    assert (entry.state, entry.title) == (Entry.State.PUBLISHED, "Later still")


# --- Changes ----------------------------------------------------------------------------------------------------------
def test_an_edit_changes_what_it_names_and_keeps_the_rest(editor, blog, make_entry):
    entry = make_entry(title="Paws", body="Soft.", accepts_trackbacks=False)
    editor.call("metaWeblog.editPost", entry, {"title": "Claws", "categories": ["pets"]}, True)
    entry.refresh_from_db()
    assert (entry.title, entry.body, entry.accepts_trackbacks, entry.slug) == ("Claws", "Soft.", False, "paws")
    editor.edit(entry, description="Sharp.")
    entry.refresh_from_db()
    assert (entry.body, entry.target.title) == ("Sharp.", "Claws")
    assert [tag.name for tag in entry.tags.all()] == ["pets"]


def test_what_was_read_can_be_sent_back_as_it_is(editor, blog, make_entry):
    entry = make_entry(
        title="Paws",
        body="*Soft* & tea",
        html="<p><em>Soft</em> &amp; tea</p>",
        trackback_urls="https://a.example.org/tb/1",
    )
    before = editor.get(entry)
    assert editor.edit(entry, **before) is True
    assert editor.get(entry) == before
    assert Sent.objects.count() == 1


def test_a_public_entry_that_comes_as_a_draft_is_unpublished(editor, blog, make_entry, client):
    entry = make_entry(title="Paws")
    editor.edit(entry, publish=False, title="Claws")
    entry.refresh_from_db()
    assert (entry.state, entry.title) == (Entry.State.UNPUBLISHED, "Claws")
    assert client.get("/cats/paws/").status_code == 404
    editor.edit(entry)
    assert client.get("/cats/paws/").status_code == 200


@pytest.mark.parametrize(
    ("value", "accepts"), [(0, False), (1, True), (2, False), (True, True), ("closed", False), ("open", True)]
)
def test_trackbacks_are_opened_and_closed(editor, blog, value, accepts):
    post_id = editor.post(blog, title="Paws", mt_allow_pings=value)
    assert Entry.objects.get().accepts_trackbacks is accepts
    assert editor.get(post_id)["mt_allow_pings"] == int(accepts)


def test_a_draft_continues_where_it_was_left_on_the_screen(editor, blog, make_entry):
    entry = make_entry(published=False, title="Paws", body="Old.")
    keep.keep(entry=entry, values=keep.values_of(entry) | {"body": "Typed on the screen."})
    assert editor.get(entry)["description"] == "Typed on the screen."
    editor.edit(entry, publish=False, title="Claws")
    entry.refresh_from_db()
    assert (entry.title, entry.body) == ("Claws", "Typed on the screen.")


def test_changes_that_wait_on_the_screen_of_a_public_entry_are_not_lost(editor, blog, make_entry):
    entry = make_entry(title="Paws", body="Old.")
    keep.keep(entry=entry, values=keep.values_of(entry) | {"body": "Typed on the screen."})
    editor.edit(entry, description="From the editor.")
    entry.refresh_from_db()
    assert entry.body == "From the editor."
    assert (keep.kept(entry) or {})["body"] == "Typed on the screen."


def test_a_draft_is_published_as_it_stands(editor, blog):
    post_id = editor.post(blog, title="Paws", description="Soft.", publish=False)
    assert editor.call("mt.publishPost", post_id) is True
    assert Entry.objects.get().state == Entry.State.PUBLISHED
    assert editor.call("mt.publishPost", post_id) is True


def test_a_theme_keeps_its_other_language(make_editor, staff, make_blog, make_entry):
    center = make_blog("center", owner=None, official=True)
    theme = make_entry(blog=center, title="Rain", second_title="雨", second_body="雨の話", second_html="<p>雨の話</p>")
    editor = make_editor(staff)
    editor.edit(theme, title="Rain again")
    theme.refresh_from_db()
    assert (theme.title, theme.second_title, theme.second_body) == ("Rain again", "雨", "雨の話")


def test_a_theme_begins_on_its_own_form_and_not_here(make_editor, staff, make_blog):
    center = make_blog("center", owner=None, official=True)
    refusal = make_editor(staff).refusal("metaWeblog.newPost", center.pk, {"title": "Rain"}, True)
    assert "Please announce its themes on the web" in refusal.faultString
    assert not Entry.objects.exists()


# --- Categories -------------------------------------------------------------------------------------------------------
def test_categories_and_keywords_are_the_tags_of_the_blog(editor, blog):
    post_id = editor.post(blog, title="Paws", categories=["Cats", "soft things"], mt_keywords="cats, warm")
    assert sorted(editor.get(post_id)["categories"]) == ["Cats", "soft things", "warm"]
    listed = editor.call("metaWeblog.getCategories", blog)
    assert sorted(category["categoryName"] for category in listed) == ["Cats", "soft things", "warm"]
    assert {category["categoryId"] for category in editor.call("mt.getCategoryList", blog)} == {
        category["categoryId"] for category in listed
    }


def test_categories_that_are_taken_off_are_off(editor, blog):
    post_id = editor.post(blog, title="Paws", categories=["cats", "warm"])
    editor.edit(post_id, **(editor.get(post_id) | {"categories": ["warm"]}))
    assert editor.get(post_id)["categories"] == ["warm"]
    editor.edit(post_id, mt_keywords="soft")
    assert sorted(editor.get(post_id)["categories"]) == ["soft", "warm"]


def test_categories_are_set_by_their_ids_and_nothing_else_changes(editor, blog, make_entry):
    post_id = editor.post(blog, title="Paws", description="Soft.", categories=["cats", "warm"])
    ids = {category["categoryName"]: category["categoryId"] for category in editor.call("mt.getCategoryList", blog)}
    other = make_entry(title="Claws", body="Sharp.")
    assert editor.call("mt.setPostCategories", other, [{"categoryId": ids["cats"], "isPrimary": True}]) is True
    assert editor.call("mt.getPostCategories", other) == [
        {"categoryId": ids["cats"], "categoryName": "cats", "isPrimary": True}
    ]
    other.refresh_from_db()
    assert (other.title, other.body, other.state) == ("Claws", "Sharp.", Entry.State.PUBLISHED)
    assert editor.get(post_id)["categories"] == ["cats", "warm"]


def test_categories_set_on_a_draft_keep_what_is_typed_on_its_screen(editor, blog, make_entry):
    editor.post(blog, title="Paws", categories=["cats"])
    category = editor.call("mt.getCategoryList", blog)[0]
    draft = make_entry(published=False, title="Claws")
    keep.keep(entry=draft, values=keep.values_of(draft) | {"body": "Typed on the screen."})
    editor.call("mt.setPostCategories", draft, [category])
    assert editor.get(draft)["description"] == "Typed on the screen."
    assert editor.get(draft)["categories"] == ["cats"]


def test_a_category_of_another_blog_is_none_of_this_one(editor, blog, make_blog, make_entry):
    entry = make_entry()
    editor.post(make_blog("birds"), title="Wings", categories=["birds"])
    category = editor.call("mt.getCategoryList", Entry.objects.get(title="Wings").blog)[0]
    assert editor.refusal("mt.setPostCategories", entry, [category]).faultCode == 404
    assert editor.refusal("mt.setPostCategories", entry, [{"categoryId": "no id"}]).faultCode == 404


def test_more_tags_than_an_entry_may_have_are_a_fault(editor, blog):
    assert "At most 20 tags." in fault_of(editor, blog, title="x", categories=[str(n) for n in range(21)]).faultString


def test_more_categories_than_an_entry_may_have_are_not_set(editor, blog, make_entry):
    for start in (0, 20):
        editor.post(blog, title="x", categories=[f"tag {number}" for number in range(start, start + 20)])
    entry = make_entry()
    fault = editor.refusal("mt.setPostCategories", entry, editor.call("mt.getCategoryList", blog)[:21])
    assert (fault.faultCode, fault.faultString) == (400, "At most 20 tags.")
    assert not entry.tags.exists()


def test_categories_are_set_on_a_draft_whose_screen_holds_a_mistake(editor, blog, make_entry):
    editor.post(blog, title="Paws", categories=["cats"])
    draft = make_entry(published=False, title="Claws")
    keep.keep(entry=draft, values=keep.values_of(draft) | {"trackback_urls": "no-address"})
    assert editor.call("mt.setPostCategories", draft, editor.call("mt.getCategoryList", blog)) is True
    assert (keep.kept(draft) or {})["trackback_urls"] == "no-address"
    assert [tag.name for tag in draft.tags.all()] == ["cats"]


def test_an_entry_is_deleted(editor, blog, make_entry, client):
    entry = make_entry(title="Paws")
    assert editor.raw("blogger.deletePost", "a key", str(entry.pk), editor.name, editor.password, True) is True
    assert client.get("/cats/paws/").status_code == 410
    with pytest.raises(xmlrpc.client.Fault) as fault:
        editor.raw("blogger.deletePost", "a key", str(entry.pk), editor.name, editor.password, True)
    assert fault.value.faultCode == 404
