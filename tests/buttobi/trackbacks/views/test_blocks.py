"""The list of blocked sites."""

import pytest

from buttobi.trackbacks.models import Block

pytestmark = pytest.mark.django_db


def test_hosts_and_blogs_are_listed_and_let_in_again(signed_in, blog, other_blog):
    host = Block.objects.create(blog=blog, host="spam.example.org")
    Block.objects.create(blog=blog, source_blog=other_blog)
    html = signed_in.get("/-/blocks/").content.decode()
    assert "spam.example.org" in html
    assert f'href="{other_blog.address}"' in html
    response = signed_in.post(f"/-/blocks/{host.pk}/unblock/", follow=True)
    assert "spam.example.org may send trackbacks again." in response.content.decode()
    assert Block.objects.get().source_blog == other_blog


def test_nobody_blocked_says_where_one_blocks(signed_in, blog):
    assert "Refuse and block this site" in signed_in.get("/-/blocks/").content.decode()


def test_other_peoples_blocks_are_not_there(signed_in, other_blog):
    theirs = Block.objects.create(blog=other_blog, host="spam.example.org")
    assert "spam.example.org" not in signed_in.get("/-/blocks/").content.decode()
    assert signed_in.post(f"/-/blocks/{theirs.pk}/unblock/").status_code == 404
    assert Block.objects.exists()


def test_a_get_unblocks_nothing(signed_in, blog):
    block = Block.objects.create(blog=blog, host="spam.example.org")
    assert signed_in.get(f"/-/blocks/{block.pk}/unblock/").status_code == 405
