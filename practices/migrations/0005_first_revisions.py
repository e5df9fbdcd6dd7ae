"""Practices that are public already get their first revision, and count as confirmed on the day of their publication.

In batches, each a transaction of its own; running it again adds nothing.
"""

from django.db import migrations, transaction
from django.utils import timezone

BATCH_SIZE = 500


def add_first_revisions(apps, schema_editor):
    Practice = apps.get_model("practices", "Practice")
    PracticeRevision = apps.get_model("practices", "PracticeRevision")
    public = Practice.objects.filter(state__in=["published", "archived"], last_confirmed_on=None)
    while batch := list(public.select_related("draft").order_by("pk")[:BATCH_SIZE]):
        with transaction.atomic():
            for practice in batch:
                practice.last_confirmed_on = timezone.localdate(practice.published_at)
                practice.public_changed_at = practice.changed_at
            Practice.objects.bulk_update(batch, ["last_confirmed_on", "public_changed_at"])
            PracticeRevision.objects.bulk_create(
                [
                    PracticeRevision(
                        practice=practice,
                        number=1,
                        document=practice.draft.document,
                        published_at=practice.published_at,
                    )
                    for practice in batch
                    if hasattr(practice, "draft")
                ],
                ignore_conflicts=True,
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("practices", "0004_after_publishing")]
    operations = [migrations.RunPython(add_first_revisions, migrations.RunPython.noop, elidable=True)]
