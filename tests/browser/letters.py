"""Writes many letters in one process, by the commands of the service: to start one for each takes two seconds."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.living import Living

ROOT = Path(__file__).parents[2]
PASSWORD = "one long thread between two doors"
# The blog, the title, and which of the earlier letters it answers, by their numbers.
Letter = tuple[str, str, Sequence[int]]


def write(living: Living, letters: Sequence[Letter]) -> list[str]:
    """The addresses of the entries, after they were published by one person in blogs of these names."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.letters"],
        input=f"{PASSWORD}\n{json.dumps(letters)}",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=living.environment,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [str(address) for address in json.loads(done.stdout)]


def _publish() -> list[str]:
    from django.core.management import call_command

    said = io.StringIO()
    call_command("account", "writer", "--email", "writer@mail.example", "--password-stdin", stdout=said)
    letters: Sequence[Letter] = json.load(sys.stdin)
    for blog in dict.fromkeys(blog for blog, _, _ in letters):
        call_command("blog", blog, "--owner", "writer", "--title", blog.title(), "--language", "en", stdout=said)
    found: list[str] = []
    for blog, title, answered in letters:
        printed = io.StringIO()
        urls = [found[number] for number in answered]
        call_command("publish", blog, title=title, trackback=urls, stdin=io.StringIO(f"{title}."), stdout=printed)
        found += re.findall(r"entry: (\S+)", printed.getvalue())
    return found


if __name__ == "__main__":
    import django

    from buttobi.running import folder

    folder.recall_addresses(Path(os.environ["BUTTOBI_DATA"]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")
    django.setup()
    sys.stdout.write(json.dumps(_publish()))
