"""Is this the right password of an active account?"""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from .models import User


class PasswordBackend:
    """Account name (case does not matter) and password. The time it takes does not tell whether the account exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **other: Any
    ) -> User | None:
        user = User.objects.filter(username=username.strip().lower()).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: Any) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
