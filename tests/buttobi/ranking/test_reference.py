"""The product agrees with a slow and obvious ranking on days drawn at random."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from buttobi.ranking import days, total
from buttobi.ranking.models import Day, Standing, Tally
from buttobi.sections.section import Section
from tests.buttobi.ranking.obvious import Obvious, Setting
from tests.buttobi.ranking.world import DAYS, World

pytestmark = pytest.mark.django_db
WORLDS = 36


def draw_setting(dice: random.Random, zone: str) -> Setting:
    return Setting(
        zone=zone,
        per_blog=dice.choice([2, 3, 10]),
        per_host=dice.choice([3, 5, 10]),
        require_link=dice.random() < 0.2,
        require_blog=dice.random() < 0.8,
        min_hours=dice.choice([0, 0, 24]),
    )


def put(settings: Any, setting: Setting) -> None:
    settings.RANKING_TIME_ZONE = setting.zone
    settings.RANKING_MAX_PER_SOURCE_BLOG = setting.per_blog
    settings.RANKING_MAX_PER_SOURCE_HOST = setting.per_host
    settings.RANKING_REQUIRE_LINK = setting.require_link
    settings.RANKING_REQUIRE_BLOG = setting.require_blog
    settings.RANKING_MIN_SOURCE_HOURS = setting.min_hours


def check(obvious: Obvious, day: date) -> set[int]:
    """Totals a day that is over in both sections; what counted."""
    now = days.final_at(day) + timedelta(minutes=1)
    everything: set[int] = set()
    expected = {section: obvious.on(day, section) for section in Section}
    for section, (table, counted, looked_at) in expected.items():
        made = total.total(section, day, now=now)
        assert made.state == Day.State.FINAL
        tallies = dict(Tally.objects.filter(day=made).values_list("received_id", "reason"))
        wrong = {pk: tallies.get(pk) for pk in counted ^ {pk for pk, reason in tallies.items() if not reason}}
        assert not wrong
        assert set(tallies) == looked_at
        rows = Standing.objects.filter(day=made).order_by("position")
        assert [(r.blog_id, r.trackbacks, r.blogs, r.top_target_id) for r in rows] == table
        everything |= counted
    return everything


@pytest.mark.parametrize("seed", range(WORLDS))
def test_it_agrees_with_a_slow_and_obvious_ranking(seed, settings):
    dice = random.Random(seed)
    zone, day = DAYS[seed % len(DAYS)]
    setting = draw_setting(dice, zone)
    put(settings, setting)
    world = World(dice=dice, begins=days.begins(day))
    world.fill()
    obvious = Obvious(setting=setting, sites=world.sites, pages=world.pages)
    counted = check(obvious, day)
    assert counted
    obvious.already |= counted
    obvious.listed |= obvious.listed_on(day)
    # What owners decide on the next day changes nothing of the one that is final, and counts nothing twice.
    world.decide_again(days.ends(day) + timedelta(hours=7))
    check(obvious, days.date_of(days.ends(day)))
