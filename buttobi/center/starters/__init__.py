"""The themes with which a Trackback Center opens, in both languages."""

from dataclasses import dataclass

PRACTICE = "practice"

# A tag knows no language: each of these stands in both, so that every reader finds one.
BODY = ("body", "体")
CULTURE = ("culture", "文化")
DAILY_LIFE = ("daily life", "暮らし")
LOVE = ("love", "恋")
NATURE = ("nature", "自然")
NIGHTS = ("nights", "夜")
PLACES = ("places", "場所")
WORDS = ("words", "ことば")


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One theme: its address, tags, title and prompt, and both of these again in Japanese. Prompts are Markdown."""

    slug: str
    title: str
    prompt: str
    ja_title: str
    ja_prompt: str
    tags: tuple[str, ...] = ()
