"""JSON within a page, for search machines: made so that no text can end the element that it stands in."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json(data: Any) -> SafeString:
    """JSON that is safe within a page: what could end or begin an element is written as an escape."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_HARMLESS))


def absolute(path: str) -> str:
    """A path of this site as a whole address."""
    return settings.BASE_URL.rstrip("/") + path
