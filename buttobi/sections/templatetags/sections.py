"""Whether a section can be read, for templates that lead to what stands in it."""

from django import template

from buttobi.sections.section import Section

register = template.Library()


@register.filter
def is_offered(section: str) -> bool:
    """`{% if blog.section|is_offered %}`: without its section, no address of a blog leads anywhere."""
    return Section(section).is_offered
