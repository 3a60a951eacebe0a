"""A world of blogs and sites drawn at random, in which every situation of the rules comes up around one date."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.trackbacks import keys
from buttobi.trackbacks.models import Received, Target

# Zones and dates on which their clocks do something.
DAYS = (
    ("Asia/Tokyo", date(2026, 3, 3)),
    ("Asia/Tokyo", date(2026, 12, 31)),
    ("UTC", date(2024, 2, 29)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Sao_Paulo", date(2018, 2, 17)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Havana", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 29)),
    ("Pacific/Apia", date(2011, 12, 31)),
    ("America/St_Johns", date(2010, 11, 7)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
    ("Pacific/Kiritimati", date(2026, 6, 1)),
    ("Asia/Beirut", date(2026, 3, 29)),
)
# The address of a page elsewhere, the blog that it is, and under whose pace it is visited.
SITES = (
    ("https://www.example.com/{}", "example.com", "example.com"),
    ("http://diary.example.com/{}", "example.com", "example.com"),
    ("https://example.co.jp/{}", "example.co.jp", "example.co.jp"),
    ("https://alice.blogspot.com/{}", "alice.blogspot.com", "alice.blogspot.com"),
    ("https://bob.blogspot.com/{}", "bob.blogspot.com", "bob.blogspot.com"),
    ("https://ameblo.jp/carol/{}", "ameblo.jp/carol", "ameblo.jp"),
    ("http://www.ameblo.jp/Carol/{}", "ameblo.jp/carol", "ameblo.jp"),
    ("https://ameblo.jp/dave/{}", "ameblo.jp/dave", "ameblo.jp"),
)
# One page has many addresses.
SPELLINGS = ("{}", "{}/", "{}?", "{}#a", "{}#b")


@dataclass
class World:
    """Everything that was drawn. `sites` and `pages` say by its address whose a page elsewhere is, and which it is."""

    dice: random.Random
    begins: datetime
    sites: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)

    def fill(self, *, rows: int = 260) -> None:
        self._open_blogs()
        drawn: dict[tuple[int, str], Received] = {}
        for number in range(rows):
            row = self._row(number)
            if row.final_url:
                row.page_pair = keys.of_page_pair(row.final_url, row.target.pk)
            drawn.setdefault((row.target.pk, row.source_key), row)
        Received.objects.bulk_create(drawn.values())

    def _open_blogs(self) -> None:
        owners = [Account.objects.create_user(f"owner{number}", f"owner{number}@mail.example") for number in range(6)]
        blogs = []
        for number in range(12):
            blogs.append(
                Blog(
                    name=f"blog{number}",
                    title=f"Blog {number}",
                    owner=owners[number % len(owners)],
                    section="adult" if number in (3, 7, 8) else "general",
                    created_at=self.begins - timedelta(hours=self.dice.choice([1, 30, 2000])),
                    state=self.dice.choice(["open"] * 12 + ["closed"]),
                )
            )
        for section in ("general", "adult"):
            blogs.append(Blog(name=f"center-{section}", title="Center", section=section, official=True))
        for blog in Blog.objects.bulk_create(blogs):
            for number in range(self.dice.choice([1, 2, 3])):
                listed = self.dice.random() < 0.95
                self.targets.append(Target(blog=blog, path=f"/{number}/", title=f"Entry {number}", listed=listed))
        Target.objects.bulk_create(self.targets)

    def _moment(self, start: float = -26, end: float = 50) -> datetime:
        """Some time around the day, often at its edges."""
        hours = self.dice.choice([0.0, 23.0, 24.0, 25.0, 29.99, 30.0]) if self.dice.random() < 0.1 else None
        if hours is None:
            hours = self.dice.uniform(0, 24) if self.dice.random() < 0.6 else self.dice.uniform(start, end)
        return self.begins + timedelta(seconds=int(hours * 3600))

    def _row(self, number: int) -> Received:
        target = self.dice.choice(self.targets[:5] if self.dice.random() < 0.6 else self.targets)
        fields: dict[str, Any] = {"target": target, "received_at": self._moment()}
        fields |= self._from_elsewhere(number) if self.dice.random() < 0.45 else self._from_here(target)
        fields |= self._life(fields["received_at"])
        return Received(**fields)

    def _from_here(self, target: Target) -> dict[str, Any]:
        source = self.dice.choice(self.targets)
        if source.blog.section != target.blog.section and self.dice.random() < 0.8:
            source = self.dice.choice([one for one in self.targets if one.blog.section == target.blog.section])
        by_author = self.dice.random() < 0.8
        link = self.dice.choice(["links", "links", "none", "gone", ""])
        return {
            "source": source,
            "source_url": f"https://here.example/{source.pk}",
            "source_key": f"target:{source.pk}",
            "by_author": by_author,
            "link": link,
        }

    def _from_elsewhere(self, number: int) -> dict[str, Any]:
        address, site, paced_as = self.dice.choice(SITES)
        # A new page, or one that others tell of, too.
        page = address.format(number if self.dice.random() < 0.6 else f"again-{self.dice.randrange(2)}")
        final_url = url = self.dice.choice(SPELLINGS).format(page)
        if led_on := self.dice.random() < 0.2:
            url = f"https://go.example.net/{number}"
        self.sites[url], self.pages[url] = site, page
        return {
            "source_url": url,
            "source_key": f"url:{url}",
            "pace": "example.net" if led_on else paced_as,
            "final_url": final_url,
            "final_pace": paced_as,
            "link": self.dice.choice(["links"] * 6 + ["none", "missing"]),
            "blog_name": self.dice.choice(["", "A diary"]),
            "has_feed": self.dice.random() < 0.5,
            "adult": self.dice.random() < 0.1,
        }

    def _life(self, received_at: datetime) -> dict[str, Any]:
        """Shown at once, shown by a person soon or late, examined for hours, never shown; and what came after."""
        state = self.dice.choice(["shown"] * 16 + ["refused", "withdrawn", "arrived", "held"])
        way = self.dice.choice(["at once"] * 12 + ["soon", "soon", "late", "examined", "examined", "never"])
        hours = {"at once": 0.0, "soon": self.dice.uniform(0, 40), "examined": self.dice.uniform(0, 40)}.get(way, 0.0)
        if way == "late":
            # Seven days after it came, and a little more or less.
            later = timedelta(days=7, seconds=self.dice.choice([-3600, 0, 1, 3600]))
            return {
                "state": state,
                "received_at": received_at - later,
                "shown_at": received_at,
                "approved_at": received_at,
            }
        if way == "never":
            return {"state": "held", "shown_at": None}
        shown_at = received_at + timedelta(seconds=int(hours * 3600))
        reason = self.dice.choice(["owner", "link_gone", "no_link"]) if state == "refused" else ""
        approved_at = shown_at if way == "soon" else None
        return {"state": state, "reason": reason, "shown_at": shown_at, "approved_at": approved_at}

    def decide_again(self, at: datetime) -> int:
        """Owners take approvals back and give them again, refuse what was shown, show what waited."""
        rows = list(Received.objects.exclude(shown_at=None).filter(received_at__lt=at).order_by("pk"))
        for row in self.dice.sample(rows, k=min(20, len(rows))):
            if self.dice.random() < 0.5:
                row.state, row.shown_at, row.approved_at = "shown", at, at
            else:
                row.state = "refused"
            row.save()
        return len(rows)
