"""`buttobi account NAME --email E --password-stdin [--staff]`: opens a confirmed account."""

import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from buttobi.accounts.open import open_account


class Command(BaseCommand):
    help = "Opens an account whose mail address counts as confirmed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name to sign in with")
        parser.add_argument("--email", required=True, help="the mail address")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            required=True,
            help="read the password, one line, from standard input",
        )
        parser.add_argument("--staff", action="store_true", help="make a member of the staff")

    def handle(self, *args: Any, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            account = open_account(
                username=options["name"], email=options["email"], password=password, staff=options["staff"]
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages), returncode=2) from problem
        self.stdout.write(f"account: {account.username}")
