"""Following one thing, the list of all that one follows, and the way out that stands in each letter."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core.access import NotAllowed, NotVisible
from notifications import actions
from notifications.models import Subscription
from notifications.subscriptions import Followed, find_followed
from notifications.unsubscribing import subscription_id_from


class FollowView(LoginRequiredMixin, View):
    """Asks once what one would get, then follows; or stops. Buttons elsewhere post here and come back to their page."""

    def get(self, request: HttpRequest, kind: str, key: str) -> HttpResponse:
        thing = self._thing(request, kind, key)
        is_followed = Subscription.objects.filter(user_id=request.user.pk or 0, kind=kind, key=key).exists()
        return render(
            request, "notifications/follow.html", {"thing": thing, "is_followed": is_followed, "kind": kind}
        )

    def post(self, request: HttpRequest, kind: str, key: str) -> HttpResponse:
        if request.POST.get("action") == "stop":
            if actions.unfollow(actor=request.user, kind=kind, key=key):
                messages.success(request, _("You get no more letters about it."))
            return self._back(request, None)
        thing = self._thing(request, kind, key)
        try:
            if actions.follow(actor=request.user, kind=kind, key=key):
                messages.success(request, _("You follow it. We write to you when there is news."))
        except NotAllowed as refusal:
            messages.warning(request, refusal.reason)
        return self._back(request, thing)

    def _thing(self, request: HttpRequest, kind: str, key: str) -> Followed:
        thing = find_followed([(kind, key)], request.user).get((kind, key))
        if thing is None:
            raise NotVisible
        return thing

    def _back(self, request: HttpRequest, thing: Followed | None) -> HttpResponse:
        path = request.POST.get("next", "")
        # `redirect` takes what isn't a path for the name of a page, and fails at one that there isn't.
        if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            return redirect(path)
        return redirect(thing.url if thing else "notifications:following")


class FollowingView(LoginRequiredMixin, View):
    """All that the person follows, the latest first, each with a button that stops it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(Subscription.objects.filter(user_id=request.user.pk or 0).order_by("-created_at", "-pk"))
        found = find_followed([(row.kind, row.key) for row in rows], request.user)
        things = [(row, found.get((row.kind, row.key))) for row in rows]
        return render(request, "notifications/following.html", {"things": things})


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class UnsubscribeView(View):
    """What a letter leads to: says what would stop, and stops it at the press of a button or of a mail program's own.

    Posting needs no cookie: mail programs have none, and the signed address is the right to it.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(request, self._subscription(token), is_stopped=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = self._subscription(token)
        if subscription is not None:
            actions.stop_subscription(subscription_id=subscription.pk)
        return self._show(request, subscription, is_stopped=True)

    def _subscription(self, token: str) -> Subscription | None:
        number = subscription_id_from(token)
        if number is None:
            raise NotVisible
        return Subscription.objects.filter(pk=number).select_related("user").first()

    def _show(
        self, request: HttpRequest, subscription: Subscription | None, *, is_stopped: bool
    ) -> HttpResponse:
        thing = None
        if subscription is not None:
            # As the follower sees it: whoever has the letter has read its name there.
            target = (subscription.kind, subscription.key)
            thing = find_followed([target], subscription.user).get(target)
        return render(
            request,
            "notifications/unsubscribe.html",
            {"thing": thing, "is_stopped": is_stopped or subscription is None},
        )
