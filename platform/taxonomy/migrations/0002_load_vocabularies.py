"""The site can't do without its vocabularies and places: they come with the tables. Later additions to the files are brought in
by `manage.py load_vocabularies`."""

from django.db import migrations


def load(apps, schema_editor):
    from taxonomy.actions import load_vocabularies

    load_vocabularies(terms=apps.get_model("taxonomy", "Term"), places=apps.get_model("taxonomy", "Place"))


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=True)]
