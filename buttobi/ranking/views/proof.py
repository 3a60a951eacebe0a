"""The proof of one number, for everybody who opens it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from buttobi.blogs.models import Blog, FormerName
from buttobi.entries.views import reading_days
from buttobi.entries.views.reading_page import page_number
from buttobi.ranking import addresses, proof, words
from buttobi.ranking.models import Day
from buttobi.ranking.proof import Part, Proof
from buttobi.ranking.views.page import ranking_page, show
from buttobi.sections.section import Section


@ranking_page
def of_blog(request: HttpRequest, section: Section, on: date, blog_name: str) -> HttpResponse:
    """What counted for one blog on one day, and what did not."""
    blog = Blog.objects.filter(name=blog_name, section=section).first()
    if blog is None:
        return _renamed(section, on, blog_name)
    day = Day.objects.filter(section=section, date=on).first()
    found = proof.of(day, blog) if day else None
    if found is None or not proof.may_be_read(found):
        raise Http404
    context = about(request, found) | {"address": addresses.proof(section, on, blog.name)}
    return show(request, section, "ranking/proof.html", context, noindex=True)


def about(request: HttpRequest, found: Proof) -> dict[str, object]:
    """What the proof says, here and at the desk: from its beginning, or one of its two lists from where it was left."""
    counted_after, left_after = _after(request, "counted"), _after(request, "left")
    day, blog = found.day, found.blog
    nothing = Part(items=[], next=0)
    return {
        "proof": found,
        "blog": None,
        "own": blog,
        "day": day,
        "date": words.day(day.date),
        "hours": words.hours(day),
        "state": str(day.get_state_display()),
        "counted_until": reading_days.moment(day.totalled_at),
        "is_continued": bool(counted_after or left_after),
        "counted": nothing if left_after else proof.counted(day, blog, after=counted_after),
        "left_out": nothing if counted_after else proof.left_out(day, blog, after=left_after),
        "sheet": addresses.day(day.section, day.date),
    }


def _after(request: HttpRequest, name: str) -> int:
    return page_number(request, name) if name in request.GET else 0


def _renamed(section: Section, on: date, name: str) -> HttpResponse:
    """A blog keeps its proofs under a new name; about one of the other section this host knows nothing."""
    former = FormerName.objects.select_related("blog").filter(name=name, blog__section=section).first()
    if former is None:
        raise Http404
    to = addresses.proof(section, on, former.blog.name)
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": "no-cache"})
