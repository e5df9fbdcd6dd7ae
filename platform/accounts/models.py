"""The people who sign in. Which organisation somebody belongs to is `directory.Membership`; what a board allows them is
the forum's; groups grant rights in Wagtail's admin and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address; without a password they can't sign in until they set one by mail."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Addresses are lower case throughout: two that differ in case alone are one mailbox everywhere in practice."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=self.normalize_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in by e-mail and is shown by their display name."""

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        help_text=_("Shown beside what you write. A first name and your role are enough."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default="bg",
        help_text=_("The language of the mail that we send you."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick instead of deleting a person.")
    )
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_coordinator = models.BooleanField(
        _("coordinator"),
        default=False,
        help_text=_("Reviews practices, moderates boards and confirms who belongs to which organisation."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower")
        ]

    def save(self, **options: Any) -> None:
        """The address is one mailbox however it was typed; forms of the admin pass no manager."""
        self.email = type(self).objects.normalize_email(self.email)
        super().save(**options)

    def __str__(self) -> str:
        return self.display_name or str(_("A member"))

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
