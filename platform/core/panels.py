"""Parts of a page that other apps contribute, without the page's app knowing them.

An organisation's page shows its practices, a person's profile shows their organisations: the app that owns the page asks
here, the apps above it register what they have to show. A provider answers through the gate, as everything does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.access import Actor


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template and what it needs. The template gets the panel's context only."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    position: int = 100


PanelProvider = Callable[[Any, "Actor"], "Panel | None"]
_providers: dict[str, list[PanelProvider]] = {}


def register_panel(page: str, provider: PanelProvider) -> None:
    """Contribute to a page: "organisation" (gets the organisation), "practice" (gets the public practice) or "profile" (gets
    the person). Called once from `AppConfig.ready`. The provider returns None where there is nothing to show."""
    known = _providers.setdefault(page, [])
    if provider not in known:
        known.append(provider)


def panels_of(page: str, subject: Any, actor: Actor) -> list[Panel]:
    """What is contributed to this page for this actor, in order."""
    panels = [panel for provider in _providers.get(page, []) if (panel := provider(subject, actor))]
    return sorted(panels, key=lambda panel: panel.position)
