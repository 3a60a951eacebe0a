"""The rows of the Trackback Ranking: a day, every blog's place on it, what was counted for it, what staff decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target


class Day(models.Model):
    """One day of one section, totalled: while it runs, provisionally after it, then for good."""

    class State(models.TextChoices):
        COUNTING = "counting", _("being counted")
        PROVISIONAL = "provisional", _("provisional")
        FINAL = "final", _("final")

    STEPS = {
        State.COUNTING: frozenset({State.COUNTING, State.PROVISIONAL, State.FINAL}),
        State.PROVISIONAL: frozenset({State.PROVISIONAL, State.FINAL}),
        State.FINAL: frozenset[str](),
    }

    section = models.CharField(max_length=10, choices=Section.choices)
    # The date in the zone that the day was kept in, and from which moment up to which it went.
    date = models.DateField()
    time_zone = models.CharField(max_length=60)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.COUNTING)
    # Which formula made it: see ranking.formula.
    formula = models.PositiveSmallIntegerField()
    totalled_at = models.DateTimeField(default=timezone.now)
    # How often it was totalled: of two who total it at once, one finds that it was not as they read it.
    runs = models.PositiveIntegerField(default=0)
    # How long the last time took: what takes long is totalled more rarely.
    seconds = models.FloatField(default=0)
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "date"], name="one_day_per_section")]


class Standing(models.Model):
    """One blog's place on one day. Whether it may be seen is asked again whenever a page is built."""

    # Tens of thousands are written at once. So there is no index beside those that are read, and a database is asked
    # for each row only whether its blog is there: its day is held by who writes, and a page that is gone is not told.
    day = models.ForeignKey(
        Day, on_delete=models.CASCADE, related_name="standings", db_index=False, db_constraint=False
    )
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="standings", db_index=False)
    # Its place in the order of all blogs of the day, from 1 on; equal counts have different places here.
    position = models.PositiveIntegerField()
    trackbacks = models.PositiveIntegerField()
    # From how many blogs they came.
    blogs = models.PositiveIntegerField()
    # When it had as many as it has.
    reached_at = models.DateTimeField()
    top_target = models.ForeignKey(
        Target, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    top_trackbacks = models.PositiveIntegerField(default=0)
    # Why staff are asked to look at it before the day is final: keys of ranking.rings.FLAGS.
    flags = models.JSONField(default=list)

    class Meta:
        # In this order it also finds all days of a blog.
        constraints = [models.UniqueConstraint(fields=["blog", "day"], name="one_standing_per_blog_and_day")]
        indexes = [models.Index(fields=["day", "position"], name="standings_of_day")]


class Tally(models.Model):
    """One trackback as it was judged for one day: the proof of a standing."""

    # As with standings; whoever received it is there as long as what was received.
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="tallies", db_index=False, db_constraint=False)
    # The blog that received it.
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Who sent it, as the formula tells blogs apart: `blog:17`, or a place elsewhere such as `example.com`.
    source = models.CharField(max_length=300)
    # Why it did not count, a key of ranking.formula.REASONS; empty when it did.
    reason = models.CharField(max_length=30, blank=True)

    class Meta:
        # In this order it also finds all days of a trackback.
        constraints = [models.UniqueConstraint(fields=["received", "day"], name="one_tally_per_trackback_and_day")]
        indexes = [models.Index(fields=["day", "blog"], name="tallies_of_blog")]


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def in_force(self) -> "VerdictQuerySet":
        """What holds: at most one for each blog and day."""
        return self.filter(taken_back_at=None)


class Verdict(models.Model):
    """What a staff member decided about one blog on one day. Taken back, it stays as a record: ask for `in_force`."""

    class Kind(models.TextChoices):
        STRIKE = "strike", _("struck")
        LET_STAND = "let_stand", _("let stand")

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="verdicts")
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # In words that readers and the owner see; needed for a strike.
    reason = models.CharField(max_length=400, blank=True)
    # Struck soon after the day: the others move up. Later: the row stays, struck out.
    others_move_up = models.BooleanField(default=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "blog"], condition=Q(taken_back_at=None), name="one_verdict_per_blog_and_day"
            ),
            models.CheckConstraint(condition=~Q(kind="strike", reason=""), name="a_strike_has_a_reason"),
        ]

    @property
    def is_strike(self) -> bool:
        return self.kind == self.Kind.STRIKE
