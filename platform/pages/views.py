"""Serves pages, uploaded images and robots.txt, and leads to the admin's sign-in. What a page shows is its model's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, resolve_url
from django.utils.http import http_date, url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail import hooks

from core.access import NotAllowed, NotVisible
from core.uploads import SNIFF_BYTES, media_type_of
from pages.paths import LANGUAGE_CODES
from pages.routing import find_route

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PUBLIC_MEDIA = ("images", "original_images")
"""What of MEDIA_ROOT is public by its address. Documents aren't: Wagtail's view serves them and asks for their privacy."""
MEDIA_MAX_AGE_SECONDS = 365 * 24 * 60 * 60
"""A file never changes under its name: storage gives a new file a new name."""


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """A live page in the language of its address. Wagtail's hooks run as ever: they keep private pages private.

    Raises Http404 for what isn't there or isn't published.
    """
    route = find_route(get_language() or LANGUAGE_CODES[0], path)
    if route is None:
        raise Http404
    request.translated_paths = route.translated_paths  # type: ignore[attr-defined]
    serve = _serve_itself
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    for before in hooks.get_hooks("before_serve_page"):
        answer = before(route.page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return serve(route.page, request, [], {})


def _serve_itself(
    page: Any, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponseBase:
    refusal = page.check_request_method(request, *args, **kwargs)
    return refusal or page.serve(request, *args, **kwargs)


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded image or a size of it. Its media type is that of its bytes; anything else is only ever downloaded."""
    file = _public_file(path)
    if file is None:
        raise Http404
    changed = file.stat().st_mtime
    if not was_modified_since(request.META.get("HTTP_IF_MODIFIED_SINCE"), int(changed)):
        return _cached(HttpResponseNotModified(), changed)
    content = file.open("rb")
    media_type = media_type_of(content.read(SNIFF_BYTES))
    content.seek(0)
    response = FileResponse(
        content,
        content_type=media_type or "application/octet-stream",
        as_attachment=not media_type,
        filename=file.name,
    )
    return _cached(response, changed)


def _public_file(path: str) -> Path | None:
    """The file of this path below MEDIA_ROOT, if it truly lies in a public folder, whatever dots and links it took."""
    if "\x00" in path:
        return None
    root = Path(settings.MEDIA_ROOT).resolve()
    file = (root / path).resolve()
    is_public = any(file.is_relative_to(root / folder) for folder in PUBLIC_MEDIA)
    return file if is_public and file.is_file() else None


def _cached(response: HttpResponseBase, changed: float) -> HttpResponseBase:
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={MEDIA_MAX_AGE_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all that is public, but not endless lists of results."""
    closed = [
        "/admin/",
        "/api/",
        *(f"/{code}/{part}/" for code in LANGUAGE_CODES for part in ("accounts", "search")),
        # The list itself is open; the sitemap names all practices.
        *(f"/{code}/practices/{part}" for code in LANGUAGE_CODES for part in ("?", "export.", "feed.atom?")),
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin's own sign-in page leads to the site's, which limits attempts. Somebody signed in may not enter it then.

    Raises NotAllowed (403) for those who are signed in but no editors.
    """
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/admin/"
    if request.user.is_authenticated:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(target)
        raise NotAllowed(_("The admin is for editors. Ask a coordinator to make you one."))
    return _to_sign_in(target)


def page_login(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends those who may not see a private page: to sign in.

    Raises NotVisible (404) for those who are signed in and still may not.
    """
    if request.user.is_authenticated:
        raise NotVisible
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return _to_sign_in(target if is_ours else "/")


def _to_sign_in(target: str) -> HttpResponse:
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: target})}")
