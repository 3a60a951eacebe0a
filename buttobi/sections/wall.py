"""The wall between General and Adult: the one place that decides who may trackback whom."""

from django.utils.translation import gettext_noop as _

from buttobi.sections.section import Section

# ASCII English, as protocol replies need it; the keys of their translations on screens.
NOT_FROM_ADULT = _("Sections do not mix: a General entry takes no trackbacks from an Adult blog.")
NOT_FROM_GENERAL = _("Sections do not mix: an Adult entry takes no trackbacks from a General blog.")
USE_ADULT_CENTER = _("Sections do not mix: please use the Trackback Center for Adult blogs.")
USE_GENERAL_CENTER = _("Sections do not mix: please use the Trackback Center for General blogs.")
MARKED_ADULT = _("Sections do not mix: a General entry takes no trackbacks from a page that is marked as adult.")
NOT_TO_MARKED = _("Sections do not mix: a General blog sends no trackbacks to a site that is marked as adult.")


def refusal(*, source: str | None, target: str, to_center: bool = False, adult: bool = False) -> str | None:
    """Why a trackback from one section to the other cannot be; None where the wall has nothing to say.

    `source` is None for a page outside the service, which is `adult` when it calls itself so or staff do.
    """
    if source is None:
        return MARKED_ADULT if adult and target == Section.GENERAL else None
    if source == target:
        return None
    if to_center:
        return USE_ADULT_CENTER if source == Section.ADULT else USE_GENERAL_CENTER
    return NOT_FROM_ADULT if source == Section.ADULT else NOT_FROM_GENERAL


def refusal_elsewhere(*, source: str, adult: bool) -> str | None:
    """Why a blog of one section sends nothing to a page outside the service, which is `adult` when staff say so."""
    return NOT_TO_MARKED if adult and source == Section.GENERAL else None
