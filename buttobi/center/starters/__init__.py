"""The themes with which a Trackback Center opens, in both languages."""

from dataclasses import dataclass

PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One theme: its address, title and prompt, and both again in Japanese. Prompts are Markdown."""

    slug: str
    title: str
    prompt: str
    ja_title: str
    ja_prompt: str
