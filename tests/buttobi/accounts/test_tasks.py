"""What the clock does about accounts."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from buttobi.accounts.tasks import forget_sessions
from buttobi.celery import app


@pytest.mark.django_db
def test_sessions_that_are_over_are_deleted_and_others_stay(signed_in):
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(minutes=1))
    forget_sessions()
    assert [session.session_key for session in Session.objects.all()] == [signed_in.session.session_key]
    assert signed_in.get("/-/").status_code == 200


def test_the_clock_rings_it_every_hour():
    assert app.conf.beat_schedule["accounts.forget_sessions"]["schedule"] == 3600
