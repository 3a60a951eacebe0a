"""`buttobi blog SLUG --owner NAME --title T [--section …] [--language …] [--description D]`: opens a blog."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from buttobi.accounts.models import Account
from buttobi.blogs.open import open_blog


class Command(BaseCommand):
    help = "Opens a blog for an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="SLUG", help="the blog's name in its address")
        parser.add_argument("--owner", required=True, help="name of the account that it belongs to")
        parser.add_argument("--title", required=True, help="what stands at its top")
        parser.add_argument("--section", default="general", help="general (the default) or adult")
        parser.add_argument("--language", default="ja", help="ja (the default) or en")
        parser.add_argument("--description", default="", help="one or two sentences under the title")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = Account.objects.filter(username=options["owner"].lower()).first()
        if owner is None:
            raise CommandError(_("There is no account named %(name)s.") % {"name": options["owner"]}, returncode=2)
        wanted = {field: options[field] for field in ("name", "title", "section", "language", "description")}
        try:
            blog = open_blog(owner=owner, **wanted)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages), returncode=2) from problem
        self.stdout.write(f"blog: {blog.address}")
