"""`python -m buttobi.running.templates`: whether every template of ours compiles, includes and parents found."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template


def broken() -> list[str]:
    """A line for each template that does not compile."""
    folder = Path(settings.ROOT) / "templates"
    lines = []
    for page in sorted(folder.rglob("*.*")):
        name = str(page.relative_to(folder))
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as problem:
            lines.append(f"{name}: {problem}")
    return lines


if __name__ == "__main__":
    django.setup()
    problems = broken()
    print(*problems, sep="\n")  # noqa: T201
    sys.exit(bool(problems))
