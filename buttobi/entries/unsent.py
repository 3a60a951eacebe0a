"""A form that was sent after its author's sign-in had ended: kept in the browser's session until they are back."""

from django.contrib.sessions.backends.base import SessionBase

from buttobi.entries.keep import Values

KEY = "unsent"
LARGEST = 300 * 1024


def keep(session: SessionBase, *, by: int, form: str, values: Values, submission: str) -> bool:
    """Keeps the fields of one form, known by its path, for the account `by`; not more than 300 KB.

    Says whether they were kept.
    """
    if sum(len(text.encode()) for text in values.values()) > LARGEST:
        return False
    session[KEY] = {"by": by, "form": form, "values": values, "submission": submission}
    return True


def kept(session: SessionBase, *, by: int, form: str) -> tuple[Values, str] | None:
    """The fields of that form and its submission, when they are kept for that account."""
    unsent = session.get(KEY)
    # The next person on this browser may have signed in.
    if not unsent or (unsent.get("by"), unsent["form"]) != (by, form):
        return None
    return unsent["values"], unsent["submission"]


def forget(session: SessionBase, *, form: str) -> None:
    """The form has arrived: nothing of it is kept any more."""
    if session.get(KEY, {}).get("form") == form:
        del session[KEY]
