"""By which headings the parts of a written card are known, in both languages: the catalogue's own labels, and those of the
network's card from which the project grew."""

from __future__ import annotations

import difflib
import re

from practices.card import FIELDS, CardField, Kind
from practices.exchange.report import in_languages
from taxonomy.place_labels import label_key

ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "title": ("Заглавие на проекта", "Име на проекта", "Project title", "Name of the project"),
    "organisation": (
        "Име на организацията, която изпълнява инициативата/проекта",
        "Име на организацията",
        "Организация",
        "Изпълнител",
        "Name of the organisation that implements the initiative/project",
        "Name of the organization implementing the initiative/project",
        "Name of the organisation",
        "Organisation",
        "Organization",
    ),
    "themes": ("Тема", "Тематика", "Theme", "Topics"),
    "country": ("Държава", "Страна", "Country"),
    "places": ("Място", "Населено място", "Място на изпълнение", "Place", "Location"),
    "duration": (
        "Продължителност на проекта",
        "Продължителност",
        "Времетраене",
        "Duration of the project",
        "Duration",
    ),
    "level": ("Ниво на изпълнение", "Ниво на прилагане", "Level of implementation", "Implementation level"),
    "target_groups": ("Целева група", "Целеви групи", "Target group", "Beneficiaries"),
    "sdgs": ("Цели за устойчиво развитие", "ЦУР", "SDG’s", "SDGs", "SDG"),
    "summary": (
        "Резюме на проекта",
        "Резюме",
        "Кратко описание",
        "Summary of the project",
        "Project summary",
        "Summary",
    ),
    "activities": ("Главни дейности", "Основни дейности", "Дейности", "Main activities", "Activities"),
    "origin": (
        "Как се роди проектът?",
        "Как се роди идеята?",
        "How was the project born?",
        "How did the project come about?",
    ),
    "goals": ("Цели", "Цели на проекта", "Goals", "Objectives"),
    "challenges": ("Предизвикателства", "Трудности", "Challenges"),
    "impact": (
        "Въздействие върху живота на бежанците или местната общност?",
        "Въздействие върху живота на бежанците и местната общност",
        "Въздействие",
        "Impact on the lives of refugees or the local community?",
        "Impact",
    ),
    "replication": (
        "Този проект/програма може ли да се възпроизвежда и/или мащабира?",
        "Може ли проектът да се повтори или разшири?",
        "Can this project/programme be replicated and/or scaled up?",
        "Can this project/program be replicated and/or scaled?",
    ),
    "links": ("Повече информация", "Уебсайт", "Връзки", "More information", "Website", "Links"),
}

LONGEST_HEADING = 140
"""Characters. What is longer is text."""
CLOSE_ENOUGH = 0.88
"""How alike a line must be to a heading (difflib's ratio): a typo or another ending, not another word."""
LONG_ENOUGH_TO_GUESS = 8
_BEFORE_HEADING = re.compile(r"^[\s#*•\-–]*(?:\d{1,2}[.)]\s*)?")
_PLAIN_WORDS = {Kind.DATE, Kind.NUMBER, Kind.AMOUNT, Kind.CHOICE, Kind.BOOLEAN}
"""„Начало“ alone on a line is as likely a menu of a web page as a heading: of these one word needs its colon."""


class Headings:
    """Finds which field a line is the heading of. Made once for each reading: labels are translated."""

    def __init__(self) -> None:
        self._fields: dict[str, CardField] = {}
        self._with_colon: dict[str, CardField] = {}
        for field in FIELDS:
            for text in ALSO_CALLED.get(field.name, ()):
                self._fields.setdefault(label_key(text), field)
        for field in FIELDS:
            for text in in_languages(field.label).values():
                key = label_key(text)
                is_plain = field.kind in _PLAIN_WORDS and " " not in key and key not in self._fields
                (self._with_colon if is_plain else self._fields).setdefault(key, field)

    def find(self, line: str) -> tuple[CardField, str, str] | None:
        """The field, the heading as it was written, and what stands behind its colon; None for a line of text."""
        text = _BEFORE_HEADING.sub("", line).strip(" *")
        if not text or len(text) > LONGEST_HEADING + 400:
            return None
        whole = label_key(text) if len(text) <= LONGEST_HEADING else ""
        if whole in self._fields:
            return self._fields[whole], text, ""
        heading, colon, behind = text.partition(":")
        key = label_key(heading)
        field = (self._fields.get(key) or self._with_colon.get(key)) if colon else None
        if field is not None:
            return field, heading.strip(), behind.strip()
        field = self._likely(whole)
        return (field, text, "") if field else None

    def _likely(self, key: str) -> CardField | None:
        """The field whose heading this nearly is: its beginning, another ending, a typo."""
        if len(key) < LONG_ENOUGH_TO_GUESS:
            return None
        beginning = [known for known in self._fields if " " in key and known.startswith(f"{key} ")]
        found = beginning[:1] or difflib.get_close_matches(key, self._fields, n=1, cutoff=CLOSE_ENOUGH)
        return self._fields[found[0]] if found else None
