"""From a name to its blog."""

from buttobi.blogs import close
from buttobi.blogs.find import find, former


def test_a_blog_is_found_whatever_its_state(blog):
    assert find("cats") == blog
    close.close(blog=blog)
    assert find("Cats") == blog
    close.delete(blog=blog)
    assert find("cats") == blog


def test_a_name_that_nobody_had_leads_nowhere(blog):
    assert find("dogs") is None
    assert former("dogs") is None
    assert former("cats") is None
