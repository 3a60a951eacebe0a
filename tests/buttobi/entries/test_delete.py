"""Entries that are deleted for ever, one by one and with their blog."""

from buttobi.blogs.close import delete as delete_blog
from buttobi.entries.delete import delete, delete_what_deleted_blogs_left
from buttobi.entries.models import Entry, Tag
from buttobi.trackbacks.models import Target


def test_deleting_leaves_no_word_and_keeps_the_address(make_entry):
    entry = make_entry(title="Paws", body="Soft.", html="<p>Soft.</p>")
    slug = entry.slug
    assert delete(entry=entry)
    entry.refresh_from_db()
    assert (entry.title, entry.body, entry.html, entry.slug) == ("", "", "", slug)
    assert Target.objects.get(pk=entry.target_id).listed is False


def test_deleting_leaves_no_tag_that_no_other_entry_has(make_entry, blog):
    entry, other = make_entry(), make_entry()
    alone, shared = (Tag.objects.create(blog=blog, name=name) for name in ("illness", "cats"))
    entry.tags.set([alone, shared])
    other.tags.set([shared])
    assert delete(entry=entry)
    assert list(Tag.objects.all()) == [shared]


def test_a_deleted_blog_leaves_no_tags_behind(blog, other_blog, make_entry):
    make_entry(blog=blog, published=False).tags.add(Tag.objects.create(blog=blog, name="illness"))
    Tag.objects.create(blog=blog, name="of nothing any more")
    make_entry(blog=other_blog).tags.add(Tag.objects.create(blog=other_blog, name="bones"))
    delete_blog(blog=blog)
    delete_what_deleted_blogs_left()
    assert [tag.name for tag in Tag.objects.all()] == ["bones"]


def test_deleting_twice_does_nothing_the_second_time(make_entry):
    entry = make_entry()
    assert delete(entry=entry)
    assert not delete(entry=Entry.objects.get(pk=entry.pk))


def test_a_deleted_blog_leaves_no_words_behind(blog, other_blog, make_entry):
    published, draft = make_entry(blog=blog, title="Paws"), make_entry(blog=blog, title="Claws", published=False)
    kept = make_entry(blog=other_blog, title="Bones")
    delete_blog(blog=blog)
    assert delete_what_deleted_blogs_left() == 2
    assert set(Entry.objects.filter(pk__in=[published.pk, draft.pk]).values_list("title", "body")) == {("", "")}
    assert Entry.objects.get(pk=kept.pk).title == "Bones"
    assert delete_what_deleted_blogs_left() == 0
