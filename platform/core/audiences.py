"""Audience tokens: who a text is meant for, as short words that an index can filter on.

A document in the search index carries the tokens that may read it; a person carries the tokens that are theirs; they meet
or they don't. Tokens only narrow: whatever comes back passes the querysets again (DESIGN 6). Which organisations or
boards a person has is told by the apps that own them, through `register_audience_provider`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from core.access import Actor

PUBLIC = "public"
MEMBERS = "members"
COORDINATORS = "coordinators"

AudienceProvider = Callable[["User"], Iterable[str]]
_providers: list[AudienceProvider] = []


def register_audience_provider(provider: AudienceProvider) -> AudienceProvider:
    """Let an app add tokens for a signed-in person. Called once from its `AppConfig.ready`."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def audience_tokens(actor: Actor) -> frozenset[str]:
    """All tokens of a person; `{"public"}` for a visitor.

    Kept on the actor object, so that a request asks the database once.
    """
    if not actor.is_authenticated:
        return frozenset({PUBLIC})
    known: frozenset[str] | None = getattr(actor, "_audience_tokens", None)
    if known is None:
        tokens = {PUBLIC, f"user:{actor.pk}"}
        if actor.is_coordinator:
            tokens |= {MEMBERS, COORDINATORS}
        for provider in _providers:
            tokens.update(provider(actor))
        known = frozenset(tokens)
        actor._audience_tokens = known  # type: ignore[attr-defined]
    return known
