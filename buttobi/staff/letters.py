"""The mail to an owner about whose blog staff decided, in both languages of the service."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from buttobi.blogs.models import Blog, Move
from buttobi.sections import addresses

log = logging.getLogger(__name__)


def tell(move: Move) -> bool:
    """Sends it; says whether the mail server took it. The same stands on the page of the blog's settings."""
    blog = move.blog
    if blog.owner is None or not blog.owner.email:
        return False
    # The blog's own language first.
    languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != blog.language)
    subjects, parts = zip(*(_in_language(code, move) for code in languages), strict=True)
    mail = EmailMessage(" / ".join(subjects), "\n\n\n".join(parts), to=[blog.owner.email])
    try:
        mail.send()
    except (OSError, SMTPException) as problem:
        # Never the words of a mail server, which name people's addresses.
        log.warning("move=%s mail=not_sent problem=%s", move.pk, type(problem).__name__)
        return False
    log.info("move=%s mail=sent", move.pk)
    return True


def _in_language(code: str, move: Move) -> tuple[str, str]:
    blog = move.blog
    with translation.override(code):
        subject = _("Your blog was moved") if move.state == Move.State.DONE else _("Your blog stays where it is")
        about = {"move": move, "blog": blog, "section": blog.get_section_display(), "settings": _settings_of(blog)}
        return subject, render_to_string("staff/mail/move.txt", about).strip()


def _settings_of(blog: Blog) -> str:
    return addresses.desk(f"/-/blogs/{blog.name}/")
