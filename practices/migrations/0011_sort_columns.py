"""What the table of practices is sorted by beside titles and moments: columns and their indexes, filled for what is published.

And a mark that no text needs: those that aren't ready have no row."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from core.folding import fold

BATCH = 500
"""Rows that one statement changes."""
LABEL_RANKS = {"": 0, "checked": 1, "reviewed": 2, "recommended": 3}
INDEXES = {
    "organisation_key_bg": "practice_organisation_bg",
    "organisation_key_en": "practice_organisation_en",
    "start_year": "practice_year",
    "level_position": "practice_level",
    "label_rank": "practice_label",
}


def key_of_name(name: str) -> str:
    """As practices.sorting made it when this was written."""
    folded = fold(name)
    start = next((number for number, letter in enumerate(folded) if letter.isalnum()), 0)
    return folded[start : start + 100]


def fill_columns(apps: Any, schema_editor: Any) -> None:
    practice_model = apps.get_model("practices", "Practice")
    organisations = {
        pk: (key_of_name(first or second), key_of_name(second or first))
        for pk, first, second in apps.get_model("directory", "Organisation").objects.values_list("pk", "name_bg", "name_en")
    }
    levels = dict(
        apps.get_model("practices", "PracticeTerm").objects.filter(term__vocabulary="level")
        .values_list("practice_id", "term__position")
    )
    changed = []
    rows = practice_model.objects.values_list("pk", "organisation_id", "starts_on", "label")
    for pk, organisation_id, starts_on, label in rows.iterator():
        key_bg, key_en = organisations[organisation_id]
        changed.append(
            practice_model(
                pk=pk,
                organisation_key_bg=key_bg,
                organisation_key_en=key_en,
                start_year=starts_on.year if starts_on else 0,
                level_position=levels.get(pk, 0),
                label_rank=LABEL_RANKS[label],
            )
        )
    practice_model.objects.bulk_update(changed, list(INDEXES), batch_size=BATCH)


def forget_unready(apps: Any, schema_editor: Any) -> None:
    """Publishing leaves none; should there be one, it must not appear now."""
    apps.get_model("practices", "PracticeText").objects.filter(is_ready=False).delete()


class Migration(migrations.Migration):
    dependencies = [("practices", "0010_media"), ("directory", "0002_organisation_trust")]

    operations = [
        *(
            migrations.AddField("practice", name, models.CharField(default="", editable=False, max_length=100))
            for name in ("organisation_key_bg", "organisation_key_en")
        ),
        *(
            migrations.AddField("practice", name, models.PositiveSmallIntegerField(default=0, editable=False))
            for name in ("start_year", "level_position", "label_rank")
        ),
        migrations.RunPython(forget_unready, migrations.RunPython.noop),
        migrations.RemoveField("practicetext", "is_ready"),
        migrations.RunPython(fill_columns, migrations.RunPython.noop),
        *(
            migrations.AddIndex("practice", models.Index(fields=["state", column, "id", "starts_on", "organisation"], name=name))
            for column, name in INDEXES.items()
        ),
    ]
