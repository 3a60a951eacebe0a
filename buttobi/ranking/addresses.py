"""The addresses of the ranking's pages on the host of a section."""

from datetime import date as Date

from buttobi.sections import addresses as sections


def front(section: str) -> str:
    """The newest day that is over."""
    return f"{sections.portal(section)}ranking/"


def today(section: str) -> str:
    """The day that is running."""
    return f"{front(section)}today/"


def how(section: str) -> str:
    """How the ranking is made."""
    return f"{front(section)}how/"


def month(section: str, date: Date) -> str:
    """The days of one month."""
    return f"{front(section)}{date:%Y-%m}/"


def day(section: str, date: Date) -> str:
    """One day, for ever."""
    return f"{front(section)}{date.isoformat()}/"


def day_json(section: str, date: Date) -> str:
    """The same for programs."""
    return f"{front(section)}{date.isoformat()}.json"


def newest_json(section: str) -> str:
    """The newest day that is over, for programs."""
    return f"{sections.portal(section)}ranking.json"


def feed(section: str) -> str:
    """The feed of final days."""
    return f"{sections.portal(section)}ranking.atom"


def proof(section: str, date: Date, name: str) -> str:
    """What counted for one blog on one day, and what did not."""
    return f"{day(section, date)}{name}/"
