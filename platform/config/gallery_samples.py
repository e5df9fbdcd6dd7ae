"""Sample content of the component gallery, in both languages. Invented; it shows the look and decides nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.templatetags.static import static

from core.personal_data import PersonalDataKind
from core.urgent_help import URGENT_HELP
from taxonomy.enums import PlaceKind
from taxonomy.models import Place
from taxonomy.oblast_map import oblast_tiles
from taxonomy.vocabulary_files import read_places

WHEN = datetime(2026, 3, 14, 16, 5, tzinfo=ZoneInfo("Europe/Sofia"))
LATER = datetime(2026, 3, 16, 9, 40, tzinfo=ZoneInfo("Europe/Sofia"))

BG: dict[str, str] = {
    "title": "Мостри на компонентите",
    "lead": "Всяка част, от която са сглобени страниците, с примерно съдържание.",
    "hero": "Което работи на едно място, да помогне и на друго",
    "hero_text": "Информационни центрове, организации и общини споделят добри практики в интеграцията на бежанци и мигранти.",
    "practice": "Ключ за дома: посредник между семейства и наемодатели",
    "practice_2": "Български език с детски кът в кварталната библиотека",
    "practice_3": "Работно ателие с наставник от общинското предприятие",
    "tagline": "Общината гарантира първите три наема и посредничи, докато семейството стъпи на краката си.",
    "summary": "Семействата с международна закрила трудно намират жилище: наемодателите се колебаят, а депозитът е непосилен. "
    "Посредник от общината търси жилищата, преговаря и остава на линия шест месеца след настаняването.",
    "organisation": "Общинска фондация „Добър съсед“",
    "organisation_2": "Информационен център „Портата“",
    "place": "Стара Загора",
    "theme": "Жилище",
    "theme_2": "Изграждане на мостове",
    "theme_3": "Заетост",
    "person": "Мария Стоянова",
    "person_2": "Специалист от Хасково",
    "person_note": "Общинска фондация „Добър съсед“",
    "thread": "Как да започнем, ако общината няма свободни жилища?",
    "thread_2": "Образец на тристранен договор за наем",
    "board": "Жилище и настаняване",
    "board_text": "Наеми, общински жилища, адресна регистрация и посредничество.",
    "post": "<p>Започнахме без нито едно общинско жилище. Първо поканихме <strong>пет наемодатели</strong> на кафе и им "
    "показахме договора. Трима се съгласиха още същия ден.</p><blockquote>Попитайте от какво се притесняват, преди да "
    "предлагате.</blockquote><p>Образеца на договора съм приложила към практиката.</p>",
    "post_2": "<p>Благодаря! Колко време отне първото настаняване?</p>",
    "remark": "Колко семейства са минали през посредника? Едно число ще направи резултата ясен.",
    "found_1": "[личен номер]",
    "found_2": "[телефонът е при автора]",
    "activity": "Посредникът обикаля квартала",
    "activity_text": "Среща се с домоуправители и брокери, събира обяви и ги подрежда по цена, училище и транспорт.",
    "activity_2": "Тристранен договор",
    "activity_2_text": "Общината гарантира първите три наема и възстановява щети до размера на един депозит.",
    "obstacle": "Съседите се притесняваха от непознатите.",
    "response": "Посредникът представя семейството на входа и оставя телефона си на домоуправителя.",
    "impact": "Четиридесет и шест семейства живеят на адрес, който сами са избрали. Децата им тръгнаха на училище до две "
    "седмици след настаняването.",
    "notice_title": "Контактът не е потвърден",
    "notice": "Данните са от списък от 2015 година. Проверете ги, преди да се обадите.",
    "success": "Практиката е подадена. Ще ви пишем, щом координаторът я прегледа.",
    "danger": "Файлът е по-голям от десет мегабайта. Намалете го и опитайте пак.",
    "quote": "Най-трудното не беше жилището, а първото „добър ден“ на стълбите.",
    "snippet_1": "Посредник от общината търси жилищата и помага при ",
    "snippet_mark": "настаняването",
    "snippet_2": " на семейства с международна закрила.",
    "missing": "Още не е описано.",
    "picture": "Рисунка: четирима души около маса на площад с къщи",
    "picture_caption": "Първата среща с наемодателите, на маса пред читалището",
}

EN: dict[str, str] = {
    "title": "Component gallery",
    "lead": "Every part that the pages are put together from, with sample content.",
    "hero": "May what works in one place help in another",
    "hero_text": "Information centres, organisations and municipalities share good practices in the integration "
    "of refugees and migrants.",
    "practice": "A key to the door: a mediator between families and landlords",
    "practice_2": "Bulgarian classes with a children's corner in the neighbourhood library",
    "practice_3": "A workshop with a mentor from the municipal enterprise",
    "tagline": "The municipality guarantees the first three rents and mediates until the family stands on its own feet.",
    "summary": "Families with international protection find it hard to rent: landlords hesitate and the deposit "
    "is out of reach. A mediator of the municipality looks for homes, negotiates, and stays on call for six months "
    "after moving in.",
    "organisation": "Good Neighbour Municipal Foundation",
    "organisation_2": "The Gate Information Centre",
    "place": "Stara Zagora",
    "theme": "Housing",
    "theme_2": "Building bridges",
    "theme_3": "Employment",
    "person": "Maria Stoyanova",
    "person_2": "A specialist from Haskovo",
    "person_note": "Good Neighbour Municipal Foundation",
    "thread": "Where to start when the municipality has no free homes?",
    "thread_2": "A model of the three-party rent contract",
    "board": "Housing and accommodation",
    "board_text": "Rents, municipal homes, address registration and mediation.",
    "post": "<p>We started without a single municipal home. First we invited <strong>five landlords</strong> for coffee and "
    "showed them the contract. Three agreed on the same day.</p><blockquote>Ask what worries them before you offer "
    "anything.</blockquote><p>The model contract is attached to the practice.</p>",
    "post_2": "<p>Thank you! How long did the first move take?</p>",
    "remark": "How many families went through the mediator? One figure would make the result clear.",
    "found_1": "[personal number]",
    "found_2": "[the author has the number]",
    "activity": "The mediator walks the neighbourhood",
    "activity_text": "Meets house managers and agents, collects offers and sorts them by price, school and transport.",
    "activity_2": "A three-party contract",
    "activity_2_text": "The municipality guarantees the first three rents and repairs damage up to the value of one deposit.",
    "obstacle": "The neighbours were afraid of strangers.",
    "response": "The mediator introduces the family at the entrance and leaves a phone number with the house manager.",
    "impact": "Forty-six families live at an address that they chose themselves. Their children were at school "
    "within two weeks of moving in.",
    "notice_title": "This contact is not confirmed",
    "notice": "The details come from a list of 2015. Check them before you call.",
    "success": "The practice has been submitted. We write to you as soon as a coordinator has read it.",
    "danger": "The file is larger than ten megabytes. Make it smaller and try again.",
    "quote": "The hardest part was not the home but the first “good day” on the stairs.",
    "snippet_1": "A mediator of the municipality looks for homes and helps with the ",
    "snippet_mark": "accommodation",
    "snippet_2": " of families with international protection.",
    "missing": "Not described yet.",
    "picture": "A drawing: four people around a table on a square with houses",
    "picture_caption": "The first meeting with the landlords, at a table in front of the community centre",
}


def samples(language: str) -> dict[str, Any]:
    """The texts of one language and the objects that the components expect, made of them."""
    t = EN if language == "en" else BG
    practices = [
        {
            "title": t[key],
            "url": "#practice",
            "summary": t["summary"],
            "organisation": t[organisation],
            "place": t["place"],
            "themes": themes,
            "date": WHEN,
        }
        for key, organisation, themes in [
            ("practice", "organisation", [t["theme"], t["theme_2"]]),
            ("practice_2", "organisation_2", [t["theme_2"]]),
            ("practice_3", "organisation", [t["theme_3"]]),
        ]
    ]
    return {
        "t": t,
        "practices": practices,
        "threads": [
            {
                "title": t["thread"],
                "url": "#thread",
                "author": t["person_2"],
                "replies": 12,
                "last_at": LATER,
                "last_author": t["person"],
                "is_unread": True,
                "is_answered": True,
                "tags": [(t["theme"], "#thread"), (t["theme_2"], "#thread")],
                "subject": t["practice"],
            },
            {
                "title": t["thread_2"],
                "url": "#thread",
                "author": t["person"],
                "replies": 1,
                "last_at": WHEN,
                "is_pinned": True,
            },
            {
                "title": t["board_text"],
                "url": "#thread",
                "author": t["person"],
                "replies": 0,
                "started_at": WHEN,
                "is_locked": True,
                "is_over": True,
            },
        ],
        "posts": [
            {
                "number": 1,
                "anchor_url": "#post-1",
                "author": t["person_2"],
                "tone": 2,
                "created_at": WHEN,
                "html": t["post_2"],
                "actions": [],
            },
            {
                "number": 2,
                "anchor_url": "#post-2",
                "author": t["person"],
                "author_note": t["person_note"],
                "tone": 1,
                "is_starter": True,
                "is_new": True,
                "created_at": LATER,
                "edited_at": LATER,
                "html": t["post"],
                "actions": [],
            },
            {"number": 3, "is_removed": True, "removed_reason": ""},
        ],
        "organisations": [
            {
                "title": t["organisation"],
                "url": "#list",
                "kind": t["theme_2"],
                "place": t["place"],
                "summary": t["board_text"],
                "is_confirmed": True,
            },
            {
                "title": t["organisation_2"],
                "url": "#list",
                "kind": t["theme"],
                "place": t["place"],
                "summary": t["notice"],
            },
        ],
        "contact": {
            "person": t["person"],
            "address": t["place"],
            "phone": "+359 42 000 000",
            "email": "kontakt@example.org",
            "website": "https://example.org/",
        },
        "urgent_help": URGENT_HELP,
        "findings": [
            {
                "kind": PersonalDataKind.EGN,
                "masked": "05…16",
                "instead": t["found_1"],
                "key": "a",
                "is_forbidden": True,
            },
            {"kind": PersonalDataKind.PHONE, "masked": "08…21", "instead": t["found_2"], "key": "b"},
        ],
        "remarks": [
            {"author": t["person_2"], "created_at": WHEN, "text": t["remark"]},
            {"author": t["person_2"], "created_at": WHEN, "text": t["remark"], "is_resolved": True},
        ],
        "facts": [
            (t["theme"], t["practice"]),
            (t["theme_2"], t["organisation"], "#list"),
            (t["board"], [t["theme"], t["theme_2"], t["theme_3"]]),
        ],
        "facet_options": [
            {"label": t["theme"], "count": 42, "url": "#list", "is_chosen": True},
            {"label": t["theme_2"], "count": 17, "url": "#list", "is_chosen": False},
            {"label": t["theme_3"], "count": 3, "url": "#list", "is_chosen": False},
        ],
        **_oblast_maps(),
        "bars": [
            {"label": t["theme"], "value": "120", "length": 100, "is_main": True},
            {"label": t["theme_2"], "value": "64", "length": 53, "is_main": False},
            {"label": t["theme_3"], "value": t["missing"], "length": None, "is_main": False},
        ],
        "outline": [(t["activity"], "#practice"), (t["obstacle"], "#practice"), (t["quote"], "#practice")],
        "steps": [
            {"label": t["theme"], "url": "#form", "state": "done"},
            {"label": t["theme_2"], "url": "#form", "state": "problem"},
            {"label": t["board"], "url": "#form", "state": "current"},
            {"label": t["theme_3"], "url": "", "state": "todo"},
        ],
        "timeline": [
            {"title": t["activity"], "at": WHEN},
            {"title": t["activity_2"], "at": LATER, "text": t["remark"]},
        ],
        "pages": [
            ("1", "?page=1", False),
            ("2", "?page=2", True),
            (None, "", False),
            ("9", "?page=9", False),
        ],
        "breadcrumb_items": [(t["board"], "#top"), (t["practice"], None)],
        "pictures": [
            {
                "src": static("img/gallery-square.jpg"),
                "srcset": f"{static('img/gallery-square.jpg')} 960w",
                "sources": [("image/webp", f"{static('img/gallery-square.webp')} 960w")],
                "href": static("img/gallery-square.jpg"),
                "width": 960,
                "height": 600,
                "alt": t["picture"],
                "caption": t["picture_caption"],
                "credit": t["organisation"],
            }
        ],
        "when": WHEN,
    }


def _oblast_maps() -> dict[str, Any]:
    """Bulgaria with invented counts, and with two oblasts marked. From the files: the gallery asks no database."""
    oblasts = [
        Place(kind=row.kind, code=row.code, name_bg=row.name_bg, name_en=row.name_en)
        for row in read_places()
        if row.kind == PlaceKind.OBLAST
    ]
    counts = {oblast.code: number * 7 % 29 for number, oblast in enumerate(oblasts)}
    return {
        "oblasts": oblast_tiles(oblasts, counts=counts, chosen={"HKV"}, url_of=lambda code: "#map"),
        "oblasts_marked": oblast_tiles(oblasts, chosen={"HKV", "SZR"}),
    }
