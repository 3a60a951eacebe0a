"""A picture is never left behind on the other side of the wall."""

import pytest

from buttobi.media.models import Picture
from buttobi.media.move import move

pytestmark = pytest.mark.django_db


def test_a_picture_that_moves_leaves_its_old_host_at_once(client, adult_client, sent, written, hold):
    moved, staying = sent(written("PNG")), sent(written("PNG"))
    hold(moved)
    hold(staying)
    assert move(Picture.objects.filter(pk=moved.pk), to="adult") == 1
    assert client.get(f"/media/{moved.key}/480.webp").status_code == 404
    assert adult_client.get(f"/media/{moved.key}/480.webp").status_code == 200
    assert client.get(f"/media/{staying.key}/480.webp").status_code == 200
    assert move([moved], to="adult") == 0
