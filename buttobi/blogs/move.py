"""A blog goes to the other section: asked for, declined, done. Each step is one statement that can lose.

What becomes of its trackbacks is told by the heart, which stands above: see trackbacks.crossing.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog, FormerSection, Move
from buttobi.sections.section import Section

log = logging.getLogger(__name__)


def waiting(blog: Blog) -> Move | None:
    """The move that somebody asked for and that staff have yet to decide."""
    return Move.objects.filter(blog=blog, state=Move.State.WAITING).first()


def ask(*, blog: Blog, by: Account, reason: str) -> Move:
    """Asks staff to move a blog to General. Raises a ValidationError when that was asked already, or cannot be."""
    if blog.may_move_to != Section.GENERAL:
        raise ValidationError(_("This blog cannot be moved."), code="no_way")
    try:
        with transaction.atomic():
            move = Move.objects.create(blog=blog, to=Section.GENERAL, asked_by=by, reason=reason.strip())
    except IntegrityError as problem:
        raise ValidationError(_("This was asked already. Staff will answer."), code="asked") from problem
    log.info("move=%s blog=%s to=%s state=waiting by=%s", move.pk, blog.pk, move.to, by.pk)
    return move


def take_back(*, move: Move) -> bool:
    """Asks for it no longer; says whether that was in time."""
    taken, _of_what = Move.objects.filter(pk=move.pk, state=Move.State.WAITING).delete()
    if taken:
        log.info("move=%s blog=%s state=taken_back", move.pk, move.blog_id)
    return bool(taken)


def decline(*, move: Move, by: Account, answer: str) -> bool:
    """Leaves the blog where it is, and tells its owner why; says whether this call did it."""
    said = {"state": Move.State.DECLINED, "answer": answer.strip(), "decided_by": by, "decided_at": timezone.now()}
    if not Move.objects.filter(pk=move.pk, state=Move.State.WAITING).update(**said):
        return False
    for name, value in said.items():
        setattr(move, name, value)
    log.info("move=%s blog=%s state=declined by=%s", move.pk, move.blog_id, by.pk)
    return True


def go(*, blog: Blog, to: Section, by: Account, reason: str = "", answer: str = "") -> Move | None:
    """Puts a blog into the other section and writes that down; None when somebody else did, or it cannot be.

    Call it in the transaction in which its trackbacks follow.
    """
    before = Section(to).other
    if blog.may_move_to != to:
        return None
    # One UPDATE decides: of two that move a blog at once, one finds it where it was.
    if not Blog.objects.kept().filter(pk=blog.pk, section=before, official=False).update(section=to):
        return None
    FormerSection.objects.filter(blog=blog, section=to).delete()
    FormerSection.objects.get_or_create(blog=blog, section=before)
    move = waiting(blog) or Move(blog=blog, asked_by=by, reason=reason.strip())
    move.to, move.state, move.answer = to, Move.State.DONE, answer.strip()
    move.decided_by, move.decided_at = by, timezone.now()
    move.save()
    blog.section = to
    log.info("move=%s blog=%s to=%s state=done by=%s", move.pk, blog.pk, to, by.pk)
    return move
