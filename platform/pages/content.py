"""Reads the pages that the site begins with (pages/demo_data/pages.json) into what the actions take. Writes nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from core.sanitising import html_to_text
from pages.actions import HomeText, PageText
from pages.paths import LANGUAGE_CODES

CONTENT_FILE = Path(__file__).parent / "demo_data" / "pages.json"
WAY_ICONS = ("search", "edit", "comment")


@cache
def _content() -> dict[str, Any]:
    return json.loads(CONTENT_FILE.read_text(encoding="utf-8"))


def home_texts() -> dict[str, HomeText]:
    texts = {}
    for code in LANGUAGE_CODES:
        home = _content()["home"][code]
        texts[code] = HomeText(
            title=home["title"],
            hero_title=home["hero_title"],
            hero_lead=home["hero_lead"],
            search_description=home["seo_description"],
            ways=[_way(way, icon) for way, icon in zip(home["ways"], WAY_ICONS)],
            body=[_block(block) for block in home["body"]],
        )
    return texts


def _way(way: dict[str, str], icon: str) -> dict[str, Any]:
    return {
        "type": "way",
        "value": {
            "icon": icon,
            "title": way["title"],
            "text": way["text"],
            "link": {"label": way["label"], "page": None, "address": way["url"]},
        },
    }


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """A block as Wagtail stores it; it makes items of a list of bare values itself."""
    return {"type": block["type"], "value": block["value"]}


def page_texts(*, only_legal: bool = False) -> dict[str, dict[str, PageText]]:
    """{slug: {language: text}} in the order of the file; the legal ones are those that every such site owes."""
    return {
        page["slug"]: {
            code: PageText(
                title=page[code]["title"],
                intro=page[code]["intro"],
                search_description=page[code]["seo_description"],
                body=[_block(block) for block in page[code]["body"]],
            )
            for code in LANGUAGE_CODES
        }
        for page in _content()["pages"]
        if page["group"] == "legal" or not only_legal
    }


def menu_links() -> list[dict[str, Any]]:
    """{slug, area, label_bg, label_en} of each page that stands in a menu."""
    links = []
    for page in _content()["pages"]:
        labels = {f"label_{code}": page[code]["menu_title"] for code in LANGUAGE_CODES}
        if page["group"] == "legal":
            links.append({"slug": page["slug"], "area": "legal", **labels})
        elif page["in_menu"]:
            links.append({"slug": page["slug"], "area": "main", **labels})
    return links


def frame_values() -> dict[str, str]:
    """Fields of SiteSettings, as plain text."""
    site = _content()["site"]
    values = {"contact_email": site["bg"].get("contact_email", "")}
    for code in LANGUAGE_CODES:
        values[f"tagline_{code}"] = site[code]["tagline"]
        values[f"footer_{code}"] = html_to_text(site[code]["footer"])
        values[f"funding_disclaimer_{code}"] = html_to_text(site[code]["funding_disclaimer"])
        values[f"contact_address_{code}"] = html_to_text(site[code]["contact"]).partition("\n")[0]
    return values
