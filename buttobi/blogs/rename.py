"""Giving a blog another name: the old address leads to the new one for ever."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from buttobi.blogs import names
from buttobi.blogs.models import Blog, FormerName


def rename(*, blog: Blog, name: str) -> None:
    """Renames a blog. Raises a ValidationError whose dictionary names `name`.

    A blog may go back to a name that it had itself.
    """
    before = blog.name
    try:
        wanted = names.clean(name)
        if wanted == before:
            return
        with transaction.atomic():
            # One UPDATE decides: of two that rename the blog at once, one finds it under its old name.
            moved = Blog.objects.kept().filter(pk=blog.pk, name=before).update(name=wanted)
            if not moved or names.is_taken(wanted, by_other_than=blog):
                raise names.taken()
            FormerName.objects.filter(blog=blog, name=wanted).delete()
            FormerName.objects.create(blog=blog, name=before)
    except IntegrityError as problem:
        raise ValidationError({"name": names.taken().messages}) from problem
    except ValidationError as problem:
        raise ValidationError({"name": problem.messages}) from problem
    blog.name = wanted
