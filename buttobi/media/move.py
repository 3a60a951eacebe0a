"""Pictures follow what shows them to the other section."""

from collections.abc import Iterable

from buttobi.media.models import Picture


def move(pictures: Iterable[Picture], *, to: str) -> int:
    """Gives pictures out on the host of a section from now on, and on no other; how many that changed.

    Call it in the transaction of its cause.
    """
    wanted = [picture.pk for picture in pictures]
    return Picture.objects.filter(pk__in=wanted).exclude(section=to).update(section=to)
