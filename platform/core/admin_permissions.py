"""Rights in Wagtail's admin that differ from Django's model permissions."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class WithoutActions(ModelPermissionPolicy):  # type: ignore[misc]
    """The model's permissions, without the actions that nobody has: not even a superuser deletes what is in use."""

    def __init__(self, model: type, *, without: set[str]) -> None:
        super().__init__(model)
        self.without = without

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.without and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission([action for action in actions if action not in self.without])
