"""The bell of the entrance: sessions that are over."""

from django.contrib.sessions.backends.db import SessionStore

from buttobi.celery import bell


@bell("accounts.forget_sessions", every=3600)
def forget_sessions() -> None:
    """Deletes sessions whose time has run out, and what was kept in them."""
    SessionStore.clear_expired()
