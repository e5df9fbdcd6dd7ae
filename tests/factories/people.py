"""People, organisations, and who belongs where."""

from __future__ import annotations

import datetime

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from accounts.models import User
from directory.enums import MembershipRole, MembershipState
from directory.models import Membership, Organisation
from taxonomy.enums import Vocabulary
from taxonomy.models import Term

PASSWORD = "мегдан-за-проба-2026"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        coordinator = factory.Trait(is_coordinator=True)
        admin = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    display_name = factory.Sequence(lambda number: f"Човек {number}")
    language = "bg"
    password = factory.django.Password(PASSWORD)


def let_in(*users: User) -> None:
    """They can sign in at the running site, which has its own hashers and not the quick one of the tests."""
    for user in users:
        user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-for-tests", iterations=1000)
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name_bg = factory.Sequence(lambda number: f"Сдружение „Добри съседи“ {number}")
    name_en = factory.Sequence(lambda number: f"Good Neighbours Association {number}")
    slug = factory.Sequence(lambda number: f"good-neighbours-{number}")

    @factory.lazy_attribute
    def kind(self) -> Term:
        """Any type of the vocabulary, which the migrations have loaded."""
        found = (
            Term.objects.filter(vocabulary=Vocabulary.ORGANISATION_TYPE).order_by("position", "pk").first()
        )
        assert found is not None
        return found


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """A confirmed member; `requested`, `ended`, `over` (past its last day) and `owner` are the other states."""

    class Meta:
        model = Membership

    class Params:
        owner = factory.Trait(role=MembershipRole.OWNER)
        requested = factory.Trait(state=MembershipState.REQUESTED, confirmed_at=None)
        ended = factory.Trait(state=MembershipState.ENDED)
        over = factory.Trait(
            ends_on=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1))
        )

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = MembershipState.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)
