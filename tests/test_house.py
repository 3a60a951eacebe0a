"""The map matches the ground: what the documents say of the tree, the tree holds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAP = (ROOT / "ARCHITECTURE.md").read_text()
ROOMS = sorted(folder.name for folder in (ROOT / "buttobi").iterdir() if (folder / "__init__.py").is_file())
PROTOCOLS = sorted(path.name for path in (ROOT / "linkback").glob("*.py") if path.name != "__init__.py")
MODULES = sorted(
    path
    for package in ("linkback", "buttobi")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts and path.read_text().strip()
)
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "core", "common", "services", "service", "manager", "misc"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_on_the_map(room):
    assert f"`buttobi/{room}/`" in MAP


@pytest.mark.parametrize("module", PROTOCOLS)
def test_every_protocol_module_is_on_the_map(module):
    assert f"`linkback/{module}`" in MAP


def test_the_map_names_nothing_that_is_not_there():
    named = set(re.findall(r"`((?:linkback|buttobi|tests|docs|bench)/[\w./-]*)`", MAP))
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
    inside = set(re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`", MAP))
    assert inside
    assert sorted(name for name in inside if not (ROOT / "buttobi" / name).exists()) == []


def test_every_room_stands_on_a_floor():
    floors = re.findall(r"(?m)^    (\w[\w |]*)$", MAP)
    standing = {name.strip() for floor in floors for name in floor.split("|")}
    assert set(ROOMS) <= standing


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_the_first_line_of_a_module_says_what_it_is(module):
    assert module.read_text().lstrip().startswith(('"""', 'r"""')), "begin with a sentence about the module"


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_no_room_is_crowded_or_says_in_its_first_line_why(module):
    text = module.read_text()
    assert len(text.splitlines()) <= 400 or "400 lines" in text.splitlines()[0]


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_is_named_by_a_noun_or_a_verb(module):
    assert module.stem not in NAMES_OF_NOTHING


def test_every_command_of_the_readme_is_one_that_run_knows():
    readme = (ROOT / "README.md").read_text()
    known = (ROOT / "buttobi" / "cli.py").read_text()
    commands = set(re.findall(r"(?m)^\s+\./run (\w[\w-]*)", readme))
    assert sorted(name for name in commands if f'"{name}"' not in known and f"{name}" not in known) == []


def test_every_picture_of_the_readme_is_there():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_every_relative_link_in_the_documents_leads_somewhere():
    lost = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text()):
            if not (page.parent / link).exists():
                lost.append(f"{page.relative_to(ROOT)} -> {link}")
    assert lost == []


def test_every_catalogue_is_compiled_and_complete():
    catalogue = ROOT / "buttobi" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    compiled = catalogue.with_suffix(".mo")
    assert compiled.stat().st_size > 1000
    text = catalogue.read_text()
    assert "fuzzy" not in re.sub(r"(?m)^#[^,].*$", "", text)
