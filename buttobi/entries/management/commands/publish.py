"""`buttobi publish BLOG --title T [--trackback URL]... [--tag T]... [--draft] < body.md`: publishes an entry."""

import sys
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from buttobi.blogs.models import Blog
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.write import begin, save_draft, submit
from buttobi.sections import addresses


class Command(BaseCommand):
    help = "Publishes an entry whose text, in Markdown, comes from standard input."
    stealth_options = ("stdin",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("blog", metavar="BLOG", help="the blog's name in its address")
        parser.add_argument("--title", required=True, help="the entry's title")
        parser.add_argument("--trackback", action="append", default=[], metavar="URL", help="whom to trackback")
        parser.add_argument("--tag", action="append", default=[], metavar="T", help="under which word to file it")
        parser.add_argument("--draft", action="store_true", help="keep it as a draft, publish nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        blog = Blog.objects.kept().select_related("owner").filter(name=options["blog"]).first()
        if blog is None:
            raise _refused(_("There is no blog named %(name)s.") % {"name": options["blog"]})
        form = EntryForm(
            _typed(options, _read(options.get("stdin") or sys.stdin)),
            blog=blog,
            submitting=not options["draft"],
            # A theme gets its other language on the screen.
            both_languages=False,
        )
        if not form.is_valid():
            raise _refused(str(next(iter(form.errors.values()))[0]))
        entry = begin(blog=blog, author=blog.owner)
        if options["draft"]:
            save_draft(entry=entry, written=form.written())
            self.stdout.write(f"entry: {addresses.desk(reverse('entry-edit', args=[entry.pk]))}")
            return
        entry = submit(entry=entry, written=form.written())
        self._say(entry)

    def _say(self, entry: Entry) -> None:
        self.stdout.write(f"entry: {entry.address}")
        if entry.target is not None:
            self.stdout.write(f"trackback: {entry.target.trackback_url}")


def _refused(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)


def _read(stdin: TextIO) -> str:
    """The whole text; bytes that are not UTF-8 are refused rather than guessed."""
    try:
        return stdin.buffer.read().decode("utf-8-sig") if hasattr(stdin, "buffer") else stdin.read()
    except UnicodeDecodeError:
        raise _refused(_("The text on standard input is not UTF-8.")) from None


def _typed(options: dict[str, Any], body: str) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed["title"] = options["title"]
    typed["body"] = body
    typed["trackback_urls"] = "\n".join(options["trackback"])
    typed["tags"] = ", ".join(options["tag"])
    typed["tells_links"] = "on"
    typed["audience"] = Entry.Audience.EVERYONE
    typed["accepts_trackbacks"] = "on"
    return typed
