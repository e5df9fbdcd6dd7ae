"""The site's application on a web server that is killed at the worst moment: committed, and nobody woken yet.

Celery's own signal marks the moment. SIGKILL goes to the whole web server, so nothing of it can tidy up.
"""

from __future__ import annotations

import os
import signal

from celery.signals import before_task_publish

from config.wsgi import application

__all__ = ["application"]


def die(**_signal: object) -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


before_task_publish.connect(die, weak=False)
