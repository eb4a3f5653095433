"""Endpoints of the open API, and the screens on which its keys are kept."""

from .api import create_report, get_report, list_matters, openapi, reports_root
from .tokens import issue_token, revoke_token, tokens

__all__ = [
    "create_report",
    "get_report",
    "issue_token",
    "list_matters",
    "openapi",
    "reports_root",
    "revoke_token",
    "tokens",
]
