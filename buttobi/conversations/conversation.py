"""A conversation as values: pages, and which of them answered which. Nothing is looked up here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a conversation, here or elsewhere, in the words that it says of itself."""

    key: str
    """What tells pages apart: `ours:17` for a page of this service, `url:<digest>` for one elsewhere."""
    url: str
    title: str
    excerpt: str = ""
    blog: str = ""
    """What its blog calls itself; may be empty for a page elsewhere."""
    blog_key: str
    """What tells blogs apart: `blog:17`, or the name of one elsewhere (`trackbacks.homes`)."""
    blog_url: str = ""
    host: str = ""
    """Only for a page elsewhere."""
    language: str = ""
    """Of its title; empty when nobody knows."""
    at: datetime | None
    """When it was published; for a page elsewhere, when we first heard of it."""
    is_theme: bool = False

    @property
    def is_ours(self) -> bool:
        return not self.host


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page trackbacked another: a thread from the later one back to the earlier."""

    source: str
    """The key of the page that sent the trackback."""
    target: str
    """The key of the page that it was sent to."""
    at: datetime
    link: str
    """How it is known: `verified`, `related`, `gone` or `own`, as the signs of a trackback list are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything that hangs together with one page."""

    start: str
    """The key of the page that was asked for."""
    pages: tuple[Page, ...]
    """The oldest first."""
    answers: tuple[Answer, ...]
    """The oldest first; both ends of each are among the pages."""
    is_cut: bool = False
    """Whether there is more than was asked for."""
