"""The entry point of the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from search.planner import plan_query

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Reading the dictionary takes half a second: the first person who searches shouldn't wait for it.
plan_query("начало")
