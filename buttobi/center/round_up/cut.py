"""What round-ups told of a blog that went to the other section is taken out of them.

Only lines as they were drafted go: what people wrote themselves is theirs. Call everything here in the transaction of
the move.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from buttobi.blogs.models import Blog, FormerName
from buttobi.center.round_up import words
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.update import update
from buttobi.markup.markdown import render
from buttobi.sections import addresses
from buttobi.trackbacks.models import Received

_TEXTS = ("body", "second_body")


def telling_of(blog: Blog, *, section: str) -> QuerySet[Entry]:
    """The entries of other blogs in which stands what round-ups told of a blog while it was in a section."""
    answered = Received.objects.filter(source__blog=blog).exclude(target__blog=blog)
    told = Q()
    for home in _homes(blog, section):
        told |= Q(body__contains=words.link_into(home)) | Q(second_body__contains=words.link_into(home))
    blogs = answered.values("target__blog")
    # Of a theme that opened again the earlier round-ups are known by nothing but where they stand and what they say.
    return Entry.objects.kept().filter(told, blog__in=blogs, blog__section=section).order_by("pk")


def take_out(blog: Blog, *, section: str) -> int:
    """Takes what was told of a blog, which was in a section until now, out of the round-ups there; of how many."""
    homes = _homes(blog, section)
    found = list(telling_of(blog, section=section).select_for_update(of=("self",)).select_related("blog"))
    for entry in found:
        entry.body, entry.second_body = (words.without(getattr(entry, text), homes) for text in _TEXTS)
        entry.html = render(entry.body)
        entry.second_html = render(entry.second_body) if entry.second_body else ""
        entry.save(update_fields=["body", "html", "second_body", "second_html"])
        update(entry=entry)
    # Who edits one of them finds it without, too.
    for copy in WorkingCopy.objects.filter(entry__in=found):
        said = {text: words.without(copy.values[text], homes) for text in _TEXTS if text in copy.values}
        WorkingCopy.objects.filter(pk=copy.pk).update(values=copy.values | said)
    return len(found)


def _homes(blog: Blog, section: str) -> Collection[str]:
    """The addresses of its front page in a section, under every name that it had."""
    names = [blog.name, *FormerName.objects.filter(blog=blog).values_list("name", flat=True)]
    return [addresses.blog(section, name) for name in names]
