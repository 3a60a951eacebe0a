"""Takes a picture in: what it is is read from its first bytes, and the rest waits for the worker."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.accounts.models import Account
from buttobi.celery import ring
from buttobi.media import header, sizes, tasks
from buttobi.media.models import Picture

TOO_LARGE = _("This file is larger than 10 MB. Please make the picture smaller, and choose it again.")
NO_PICTURE = _("This file is not a JPEG, PNG, GIF or WebP picture. Please save the picture as one of these.")
TOO_MANY_PIXELS = _("This picture has more than 25 million pixels. Please make it smaller, and choose it again.")
TOO_MANY_WAITING = _("Many of your pictures are still being prepared. Please wait a minute, and choose it again.")
TOO_MANY_A_DAY = _("You have sent 50 pictures within a day, and we take no more. Please choose it again tomorrow.")

# What is waiting lies here as it was sent: one account has no more than so many there, and in a day.
MOST_WAITING = 10
MOST_A_DAY = 50
DAY = timedelta(days=1)


def take(file: "UploadedFile[bytes]", *, section: str, by: Account | None) -> Picture:
    """A picture that will be ready in some seconds. Raises ValidationError with a sentence that says what to do."""
    content = check(file)
    with transaction.atomic():
        if by is not None:
            _check_bounds(by)
        picture = Picture.objects.create(section=section, original=content, uploaded_by=by, due_at=timezone.now())
        ring(tasks.prepare_due)
    return picture


def check(file: "UploadedFile[bytes]") -> bytes:
    """The bytes of a file that can be taken, for the `clean` of a form; raises ValidationError like `take`.

    Neither its name nor the type that the browser tells has a say.
    """
    if file.size is None or file.size > sizes.LARGEST_FILE:
        raise ValidationError(TOO_LARGE, code="too_large")
    file.seek(0)
    content = file.read(sizes.LARGEST_FILE)
    file.seek(0)
    found = header.read(content)
    if found is None or not found.pixels:
        raise ValidationError(NO_PICTURE, code="no_picture")
    if found.pixels > sizes.MOST_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
    return bytes(content)


def _check_bounds(by: Account) -> None:
    # The account is held while its pictures are counted: what is sent at the same moment counts as well.
    list(Account.objects.select_for_update().filter(pk=by.pk).values_list("pk"))
    # What nothing shows is forgotten after a day, and not before: all of a day are there to be counted.
    of_account = Picture.objects.filter(uploaded_by=by)
    if of_account.filter(state=Picture.State.ARRIVED).count() >= MOST_WAITING:
        raise ValidationError(TOO_MANY_WAITING, code="too_many_waiting")
    if of_account.filter(uploaded_at__gt=timezone.now() - DAY).count() >= MOST_A_DAY:
        raise ValidationError(TOO_MANY_A_DAY, code="too_many_a_day")
