"""`python -m tests.bench.forum_alone`: the forum's figures without the rest of the bench, over what BENCH_FORUM says."""

from __future__ import annotations

import os
import sys
import tempfile

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="megdan-bench-") as folder:
        os.environ["MEGDAN_DATA"] = folder
        os.environ["MEGDAN_ENV"] = "local"
        os.environ["OUTBOX_WAKES_WORKER"] = "0"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.setdefault("RATE_LIMITS", "0")
        import django

        django.setup()
        return _run()


def _run() -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from tests.bench import world
    from tests.bench.forum_pages import measured_forum
    from tests.bench.forum_sizes import chosen_sizes

    sizes = chosen_sizes()
    if sizes is None:
        return 0
    settings.ROOT_URLCONF = "tests.bench.urls"
    translation.activate("bg")
    for command in ("migrate", "collectstatic"):
        call_command(command, verbosity=0, interactive=False)
    world.begin()
    forum = measured_forum(sizes, rounds=ROUNDS)
    print("\n".join(forum.lines))
    for line in forum.broken:
        print(f"broken: {line}")
    return 1 if forum.broken else 0


if __name__ == "__main__":
    sys.exit(main())
