"""What lists of practices are sorted by: the folded title of each language, written for what is published already. And their
indexes, with what they are narrowed by."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from core.folding import fold

BATCH = 500
"""Rows that one statement changes."""


def key_of_title(title: str) -> str:
    """As practices.projection made it when this was written."""
    folded = fold(title)
    start = next((number for number, letter in enumerate(folded) if letter.isalnum()), 0)
    return folded[start : start + 100]


def fill_keys(apps: Any, schema_editor: Any) -> None:
    practice_model = apps.get_model("practices", "Practice")
    titles: dict[int, dict[str, str]] = {}
    texts = apps.get_model("practices", "PracticeText").objects.filter(is_ready=True)
    for practice_id, language, title in texts.values_list("practice", "language", "title").iterator():
        titles.setdefault(practice_id, {})[language] = key_of_title(title)
    changed = [
        practice_model(
            pk=pk,
            title_key_bg=keys.get("bg") or keys.get("en", ""),
            title_key_en=keys.get("en") or keys.get("bg", ""),
        )
        for pk, keys in titles.items()
    ]
    practice_model.objects.bulk_update(changed, ["title_key_bg", "title_key_en"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("practices", "0008_importing")]

    operations = [
        migrations.AddField("practice", "title_key_bg", models.CharField(default="", editable=False, max_length=100, help_text="The title that Bulgarian pages show, folded: what lists are sorted by.")),
        migrations.AddField("practice", "title_key_en", models.CharField(default="", editable=False, max_length=100)),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RemoveIndex("practice", "practice_latest"),
        *(
            migrations.AddIndex("practice", models.Index(fields=["state", *fields, "starts_on", "organisation"], name=name))
            for name, fields in {
                "practice_latest": ["-published_at", "-id"],
                "practice_title_bg": ["title_key_bg", "id"],
                "practice_title_en": ["title_key_en", "id"],
            }.items()
        ),
    ]
