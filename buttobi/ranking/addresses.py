"""The addresses of the ranking's pages on the host of a section."""

from datetime import date

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


def month(section: str, on: date) -> str:
    """The days of the month of a date."""
    return f"{front(section)}{on:%Y-%m}/"


def day(section: str, on: date) -> str:
    """One day, for ever."""
    return f"{front(section)}{on.isoformat()}/"


def day_json(section: str, on: date) -> str:
    """The same for programs."""
    return f"{front(section)}{on.isoformat()}.json"


def newest_json(section: str) -> str:
    """The newest day that is over, for programs."""
    return f"{sections.portal(section)}ranking.json"


def feed(section: str) -> str:
    """The feed of final days."""
    return f"{sections.portal(section)}ranking.atom"


def proof(section: str, on: date, name: str) -> str:
    """What counted for one blog on one day, and what did not."""
    return f"{day(section, on)}{name}/"
