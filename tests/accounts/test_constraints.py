from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.breaches import Breach, attempt, update
from tests.factories import MembershipFactory, UserFactory


def second_membership() -> Breach:
    first = MembershipFactory()
    return update(MembershipFactory(user=first.user), department=first.department)


BREACHES: dict[str, Callable[[], Breach]] = {
    "accounts_user_role": lambda: update(UserFactory(), role="mayor"),
    "accounts_membership_once_a_department": second_membership,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREACHES)
def test_database_refuses(name: str) -> None:
    attempt(name, BREACHES[name]())
