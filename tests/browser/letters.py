"""Writes many letters in one process, by the commands of the service: to start one for each takes two seconds."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.living import Living

ROOT = Path(__file__).parents[2]
PASSWORD = "one long thread between two doors"
# The blog, the title, and which of the earlier letters it answers, by their numbers.
Letter = tuple[str, str, Sequence[int]]


def write(living: Living, letters: Sequence[Letter], *, crowds: Mapping[int, int] | None = None) -> list[str]:
    """The addresses of the entries, after they were published by one person in blogs of these names.

    `crowds` says for letters, by their numbers, how many pages elsewhere answered them, each of another site.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.letters"],
        input=f"{PASSWORD}\n{json.dumps([letters, list((crowds or {}).items())])}",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=living.environment,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return [str(address) for address in json.loads(done.stdout)]


def _publish() -> list[str]:
    from django.core.management import call_command

    said = io.StringIO()
    call_command("account", "writer", "--email", "writer@mail.example", "--password-stdin", stdout=said)
    letters: Sequence[Letter]
    letters, crowds = json.load(sys.stdin)
    for blog in dict.fromkeys(blog for blog, _, _ in letters):
        call_command("blog", blog, "--owner", "writer", "--title", blog.title(), "--language", "en", stdout=said)
    found: list[str] = []
    for blog, title, answered in letters:
        printed = io.StringIO()
        urls = [found[number] for number in answered]
        call_command("publish", blog, title=title, trackback=urls, stdin=io.StringIO(f"{title}."), stdout=printed)
        found += re.findall(r"entry: (\S+)", printed.getvalue())
    for number, size in crowds:
        _answer_from_elsewhere(found[number], size)
    return found


def _answer_from_elsewhere(address: str, size: int) -> None:
    """As if so many pages had sent trackbacks, one after the other, and were found to have the link."""
    from datetime import timedelta

    from django.utils import timezone

    from buttobi.trackbacks import keys
    from buttobi.trackbacks.models import Received, Target

    *_, blog, slug, _ = address.split("/")
    target = Target.objects.get(blog__name=blog, path=f"{slug}/")
    begun = timezone.now()
    for number in range(size):
        url, at = f"https://house-{number}.example/", begun + timedelta(milliseconds=number)
        Received.objects.create(
            target=target,
            source_url=url,
            source_key=keys.of_source(url),
            protocols=["trackback"],
            title=f"Answer {number}",
            state=Received.State.SHOWN,
            link=Received.Link.LINKS,
            received_at=at,
            shown_at=at,
        )


if __name__ == "__main__":
    import django

    from buttobi.running import folder

    folder.recall_addresses(Path(os.environ["BUTTOBI_DATA"]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")
    django.setup()
    sys.stdout.write(json.dumps(_publish()))
