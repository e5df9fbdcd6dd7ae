"""The two oblasts of Sofia by their English names, where nobody has named them otherwise."""

from django.db import migrations

NAMES = {"SOF": ("Sofia (stolitsa)", "Sofia City"), "SFO": ("Sofia", "Sofia Province")}


def name_them(apps, schema_editor):
    places = apps.get_model("taxonomy", "Place").objects
    for code, (before, after) in NAMES.items():
        places.filter(code=code, name_en=before).update(name_en=after)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_load_vocabularies")]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop, elidable=True)]
