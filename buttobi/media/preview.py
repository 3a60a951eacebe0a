"""Leave to see a picture that no page shows yet: for whoever writes its page, who is not known on its host."""

from django.core import signing

from buttobi.media.models import Picture

# So long a form may stand open before its picture is asked for again.
SECONDS = 3600
_SALT = "buttobi.media.preview"


def leave(picture: Picture) -> str:
    """What is written behind the address of a picture, to be seen for an hour from now."""
    return f"?preview={signing.dumps(picture.key, salt=_SALT)}"


def is_left(key: str, given: str) -> bool:
    """Whether what somebody brought is leave to see the picture of this key."""
    try:
        return bool(signing.loads(given, salt=_SALT, max_age=SECONDS) == key)
    except signing.BadSignature:
        return False
