"""Pictures that nothing shows are not kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.center.models import Theme
from buttobi.media.forget import forget_unused
from buttobi.media.models import Picture

pytestmark = pytest.mark.django_db


def test_a_picture_that_no_theme_uses_goes_after_a_day(make_theme, sent, written):
    old = timezone.now() - timedelta(days=2)
    used, unused, fresh = (sent(written("PNG")) for _ in range(3))
    Picture.objects.filter(pk__in=[used.pk, unused.pk]).update(uploaded_at=old)
    theme = make_theme()
    Theme.objects.filter(pk=theme.pk).update(cover=used)
    assert forget_unused() == 1
    assert set(Picture.objects.all()) == {used, fresh}
    Theme.objects.update(cover=None)
    assert forget_unused() == 1
    assert forget_unused() == 0
