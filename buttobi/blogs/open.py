"""Opening a blog."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buttobi.accounts.models import Account
from buttobi.blogs import names, zones
from buttobi.blogs.models import Blog
from buttobi.sections.section import Section


def open_blog(
    *,
    owner: Account,
    name: str,
    title: str,
    section: str = Section.GENERAL,
    language: str = "ja",
    time_zone: str = "",
    description: str = "",
) -> Blog:
    """A new blog. Raises a ValidationError whose dictionary says what is wrong with which field."""
    blog = Blog(owner=owner, section=section, language=language, title=title.strip(), description=description.strip())
    problems: dict[str, list[str]] = {}
    try:
        blog.name = names.clean(name)
        if names.is_taken(blog.name):
            raise names.taken()
    except ValidationError as problem:
        problems["name"] = problem.messages
    try:
        blog.time_zone = zones.clean(time_zone or settings.TIME_ZONE)
    except ValidationError as problem:
        problems["time_zone"] = problem.messages
    problems |= problems_with_text(title=blog.title, description=blog.description, language=language)
    if section not in Section.offered():
        problems["section"] = [_problem_with_section(section)]
    if problems:
        raise ValidationError({field: list(sentences) for field, sentences in problems.items()})
    try:
        with transaction.atomic():
            blog.save()
            # A blog may have given up this name since we looked; it keeps leading there.
            if names.is_taken(blog.name, by_other_than=blog):
                raise names.taken()
    except (IntegrityError, ValidationError) as problem:
        raise ValidationError({"name": names.taken().messages}) from problem
    return blog


def _problem_with_section(section: str) -> str:
    known = section in Section.values
    return _("There are only General blogs here.") if known else _("The section is General or Adult.")


def problems_with_text(*, title: str, description: str, language: str) -> dict[str, list[str]]:
    """What is wrong with the words of a blog, by field; nothing when all is well."""
    problems = {}
    if not title:
        problems["title"] = [_("Please give the blog a title.")]
    elif len(title) > 120:
        problems["title"] = [_("A title has 120 characters at most.")]
    if len(description) > 400:
        problems["description"] = [_("A description has 400 characters at most.")]
    if language not in dict(settings.LANGUAGES):
        problems["language"] = [_("The language is Japanese or English.")]
    return problems
