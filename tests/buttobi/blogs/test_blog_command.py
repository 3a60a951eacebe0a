"""`buttobi blog`."""

import io

import pytest
from django.core.management import CommandError, call_command

from buttobi.blogs.models import Blog


def test_a_blog_is_opened_from_the_shell(account):
    said = io.StringIO()
    call_command(
        "blog", "moths", "--owner", "writer", "--title", "Moths", "--section", "adult", "--language", "en", stdout=said
    )
    assert said.getvalue() == "blog: http://adult.localhost:8000/moths/\n"
    assert Blog.objects.get().owner == account


@pytest.mark.parametrize(
    "arguments",
    [
        ["tb", "--owner", "writer", "--title", "T"],
        ["moths", "--owner", "nobody", "--title", "T"],
        ["moths", "--owner", "writer", "--title", " "],
        ["moths", "--owner", "writer", "--title", "T", "--section", "other"],
        ["moths", "--owner", "writer", "--title", "T", "--language", "fr"],
    ],
)
def test_bad_input_ends_with_a_sentence_and_status_2(account, arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("blog", *arguments)
    assert refusal.value.returncode == 2
    assert not Blog.objects.exists()
