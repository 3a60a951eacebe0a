"""What every template may name: the addresses of the service, seen from the section the reader is in."""

from dataclasses import dataclass

from django.http import HttpRequest

from buttobi.sections import addresses as where
from buttobi.sections.section import Section

CENTERS = {Section.GENERAL: "center", Section.ADULT: "adult-center"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Absolute addresses for links in the frame of every page."""

    portal: str
    other_portal: str
    center: str
    themes: str
    random_theme: str
    ranking: str
    help: str
    dashboard: str
    new_submission: str
    general: str
    adult: str


def of_section(section: Section) -> Addresses:
    """The addresses as a page of one section links to them."""
    return Addresses(
        portal=where.portal(section),
        other_portal=where.portal(section.other),
        center=where.blog(section, CENTERS[section]),
        themes=f"{where.portal(section)}themes/",
        random_theme=f"{where.portal(section)}themes/random",
        ranking=f"{where.portal(section)}ranking/",
        help=where.help_page(section),
        dashboard=where.desk("/-/"),
        new_submission=where.desk("/-/new/"),
        general=where.portal(Section.GENERAL),
        adult=where.portal(Section.ADULT),
    )


def addresses(request: HttpRequest) -> dict[str, object]:
    """Context processor: `addresses` and `section`."""
    section = getattr(request, "section", Section.GENERAL)
    return {"addresses": of_section(section), "section": section}
