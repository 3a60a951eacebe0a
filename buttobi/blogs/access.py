"""Who may do what in a blog. One place, so that teams can come without a search through the house."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.shortcuts import get_object_or_404

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog, BlogQuerySet


def writable_by(account: Account) -> BlogQuerySet:
    """Open and closed blogs that somebody may write in, their own first, then by name."""
    mine = Q(owner=account)
    if account.is_staff:
        mine |= Q(official=True)
    return Blog.objects.kept().filter(mine).order_by("official", "name")


def may_write(account: Account | AnonymousUser, blog: Blog) -> bool:
    """Whether somebody may write in a blog and decide about its trackbacks."""
    if not isinstance(account, Account) or blog.state == Blog.State.DELETED:
        return False
    return blog.owner_id == account.pk or (blog.official and account.is_staff)


def own(account: Account, name: str) -> Blog:
    """Somebody's own blog of this name; Http404 for everybody else's, so that nobody learns which names exist."""
    return get_object_or_404(Blog.objects.kept(), name=name, owner=account)
