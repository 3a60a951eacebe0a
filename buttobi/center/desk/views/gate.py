"""Who may do what with themes at the desk: staff with those of the Centers, owners with those of their entries."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from buttobi.accounts.person import person
from buttobi.blogs.models import Blog
from buttobi.center.desk.fields import Values
from buttobi.center.models import Theme
from buttobi.entries import unsent
from buttobi.entries.models import Entry
from buttobi.entries.views.writing import BROUGHT_BACK
from buttobi.sections.context import CENTERS
from buttobi.sections.section import Section


def section_of(name: str) -> Section:
    """The section of an address; Http404 for one that is switched off."""
    section = Section(name)
    if not section.is_offered:
        raise Http404
    return section


def center_of(section: Section) -> Blog:
    """The Trackback Center of a section; Http404 where there is none."""
    return get_object_or_404(Blog.objects.kept(), name=CENTERS[section], official=True)


def center_theme(theme_id: int) -> Theme:
    """A theme of a Center; Http404 for the deleted, and for those of owners."""
    themes = Theme.objects.filter(entry__blog__official=True).exclude(entry__state=Entry.State.DELETED)
    theme = get_object_or_404(themes.select_related("entry__blog", "entry__target__blog"), pk=theme_id)
    section_of(theme.entry.blog.section)
    return theme


def frame(section: Section) -> dict[str, object]:
    """What every staff page about themes shows: in which section one is, and the other one."""
    return {"theme_section": section, "sections": Section.offered()}


def brought_back(request: HttpRequest) -> Values | None:
    """What the person typed into this form before signing in again."""
    if "kept" not in request.GET:
        return None
    kept = unsent.kept(request.session, by=person(request).pk, form=request.path)
    if kept is None:
        return None
    messages.info(request, gettext(BROUGHT_BACK))
    return kept[0]
