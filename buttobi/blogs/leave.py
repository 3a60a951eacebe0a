"""Leaving the service: a person's blogs are deleted, then everything that we know of the person."""

from django.db import transaction

from buttobi.accounts.models import Account
from buttobi.blogs.close import delete
from buttobi.blogs.models import Blog


def leave(*, account: Account) -> None:
    """Deletes an account with its blogs, all of it or nothing."""
    with transaction.atomic():
        for blog in Blog.objects.kept().filter(owner=account):
            delete(blog=blog)
        account.delete()
