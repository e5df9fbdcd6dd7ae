"""Following a thing, and stopping it. A second call for what is already so writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from notifications.models import Subscription
from notifications.subscriptions import find_followed

if TYPE_CHECKING:
    from core.access import Actor

MAX_SUBSCRIPTIONS = 200
"""Of one person: more than anybody reads letters about, few enough to show on one page."""


@transaction.atomic
def follow(*, actor: Actor, kind: str, key: str) -> bool:
    """Write to the actor from now on when there is news of this thing. False when they follow it already.

    Raises NotVisible when it isn't there for them, NotAllowed when they follow too many things.
    """
    if not actor.is_authenticated or (kind, key) not in find_followed([(kind, key)], actor):
        raise NotVisible
    # The person's row is the lock: two clicks at once must not both see that there is nothing yet.
    person = User.objects.select_for_update().get(pk=actor.pk)
    if Subscription.objects.filter(user=person, kind=kind, key=key).exists():
        return False
    if Subscription.objects.filter(user=person).count() >= MAX_SUBSCRIPTIONS:
        raise NotAllowed(_("You follow very many things already. Stop some of them first."))
    Subscription.objects.create(user=person, kind=kind, key=key)
    return True


@transaction.atomic
def unfollow(*, actor: Actor, kind: str, key: str) -> bool:
    """No more letters about this thing, whether or not it is still there. False when the actor doesn't follow it."""
    if not actor.is_authenticated:
        raise NotVisible
    deleted, _by_model = Subscription.objects.filter(user=actor, kind=kind, key=key).delete()
    return bool(deleted)


@transaction.atomic
def stop_subscription(*, subscription_id: int) -> bool:
    """What the signed address in a letter does, for whoever has the letter. False when it was stopped before."""
    deleted, _by_model = Subscription.objects.filter(pk=subscription_id).delete()
    return bool(deleted)
