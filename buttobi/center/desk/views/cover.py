"""A cover at the desk: where it stands, and how it looks where pictures may be seen."""

from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.media import preview
from buttobi.media.models import Picture
from buttobi.media.shown import Shown, shown
from buttobi.sections.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The picture of a theme as its form shows it."""

    key: str
    says: str
    """Where it stands, in words."""
    problem: str
    """Why it cannot be used."""
    picture: Shown | None
    """To be shown; never one of the Adult section, nor one that is not ready."""


def cover(picture: Picture | None) -> Cover | None:
    """What the form shows of a picture, if there is one."""
    if picture is None:
        return None
    return Cover(
        key=picture.key,
        says=picture.get_state_display(),
        problem=gettext(picture.problem) if picture.problem else "",
        picture=shown(picture, behind=preview.leave(picture)) if picture.section == Section.GENERAL else None,
    )
