"""The map as a file that one sends."""

import re
from base64 import b64decode
from hashlib import sha256

from lxml import etree

from buttobi.conversations.map import drawing, scales, svg
from tests.buttobi.conversations import invented

SVG = "{http://www.w3.org/2000/svg}"


def document(conversation, **said):
    scale, width = scales.wide(conversation)
    one = drawing.draw(conversation, name="wide", scale=scale, width=width, paint=invented.paint(conversation))
    key = svg.Key(here="a blog here", elsewhere="a page elsewhere", source="https://here.example/")
    fields = {"title": "Rain & <wind>", "description": "4 pages", "language": "en", "section": "general", **said}
    return svg.document(one, key=key, **fields)


def test_it_is_a_picture_with_a_name_and_a_description():
    root = etree.fromstring(document(invented.theme(3)))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Rain & <wind>"
    assert root.findtext(f"{SVG}desc") == "4 pages"


def test_it_carries_its_colours_by_day_and_by_night():
    text = document(invented.theme(3))
    assert "--paper: #fbf9f5" in text
    assert "prefers-color-scheme: dark" in text


def test_it_asks_nobody_for_anything():
    text = document(invented.theme(30))
    assert not re.search(r"@import|url\(|<image|<script|<foreignObject|xlink", text)


def test_its_policy_lets_a_browser_paint_it_and_nothing_else():
    policy = svg.policy()
    assert policy["default-src"] == ["'none'"]
    (source,) = policy["style-src"]
    (style,) = re.findall(r"<style>(.*)</style>", document(invented.theme(3)), re.DOTALL)
    assert b64decode(source.removeprefix("'sha256-").removesuffix("'")) == sha256(style.encode()).digest()


def test_it_says_what_the_shapes_mean_and_where_it_is_from():
    text = document(invented.theme(3))
    assert ">a blog here</text>" in text
    assert ">a page elsewhere</text>" in text
    assert ">https://here.example/</text>" in text


def test_the_adult_section_has_its_own_paper():
    root = etree.fromstring(document(invented.theme(3), section="adult"))
    assert root.get("data-section") == "adult"
