"""How does the API answer? JSON, and for every refusal one clear sentence in the form of RFC 9457."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

_ENCODER = DjangoJSONEncoder(ensure_ascii=False)


class ApiError(Exception):
    """A refusal: status, a stable code for machines, a sentence for people, the field it is about, what was kept."""

    def __init__(self, status: int, code: str, text: str, field: str = "", kept: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.code, self.text, self.field, self.kept = status, code, text, field, kept or {}


def answer(body: Any, status: int = 200) -> HttpResponse:
    """Return the body as JSON in UTF-8, readable as it is."""
    data = _ENCODER.encode(body).encode()
    length = {"Content-Length": str(len(data))}
    return HttpResponse(data, content_type="application/json; charset=utf-8", status=status, headers=length)


def refusal(error: ApiError) -> HttpResponse:
    """Return an error as application/problem+json."""
    body: dict[str, Any] = {"status": error.status, "code": error.code, "detail": error.text}
    if error.field:
        body["field"] = error.field
    body |= error.kept
    response = answer(body, error.status)
    response["Content-Type"] = "application/problem+json; charset=utf-8"
    return response
