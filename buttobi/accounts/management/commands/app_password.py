"""`buttobi app-password NAME [--for PROGRAM]`: makes an app password and prints it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buttobi.accounts import app_passwords
from buttobi.accounts.models import Account


class Command(BaseCommand):
    help = "Makes a password with which a blog editor writes in an account's blogs, and prints it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name with which the person signs in")
        parser.add_argument("--for", dest="program", default="", metavar="PROGRAM", help="which program it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username=options["name"].lower(), is_active=True).first()
        if account is None:
            raise CommandError(f"There is no account named {options['name']}.", returncode=2)
        try:
            self.stdout.write(app_passwords.make(account=account, name=options["program"]))
        except app_passwords.TooMany:
            sentence = f"This account has {app_passwords.MOST} app passwords already; revoke one on its screen."
            raise CommandError(sentence, returncode=2) from None
