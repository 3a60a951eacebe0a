"""Who holds a picture: rooms above are not known here, but each says so by a foreign key, and Django knows them all.

Whether a holder may be read is for its room to say: `readable()` of its rows, as of `Theme.objects`.
"""

from typing import Any, cast

from django.db.models import Exists, ForeignObjectRel, OuterRef, Q

from buttobi.media.models import Picture, Rendition


def holders() -> list[ForeignObjectRel]:
    """The foreign keys of other rooms by which a picture is held."""
    fields = Picture._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel) and field.related_model is not Rendition]


def is_read(picture: str) -> Q:
    """Whether a page that readers may open holds the picture of a row; `picture` is the row's name for its number."""
    found = Q()
    for holder in holders():
        rows = cast(Any, holder.related_model).objects.readable()
        found |= Q(Exists(rows.filter(**{holder.field.name: OuterRef(picture)})))
    return found
