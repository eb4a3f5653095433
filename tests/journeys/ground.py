"""The way of a reporter through the plain forms, as a browser without script sends them."""

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shanzhi.intake.models import Draft

WORDS = "店里中午油烟直接往街上排，窗户不敢开。"


def picture(colour: str = "teal", kind: str = "JPEG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(kept, kind)
    return kept.getvalue()


def upload(content: bytes, name: str = "现场.jpg", media_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=media_type)


def say(client: Client, text: str = WORDS, *, start: str = "/report/", **more: Any) -> Any:
    """Answer the first question; return the response."""
    return client.post(start, {"tile": "smoke", "text": text, **more})


def draft_at(response: Any) -> str:
    """Return the address of the draft a response leads to or shows."""
    seen = response.headers.get("Location") or response.content.decode()
    found = re.search(r"/report/[0-9a-f-]{36}/", seen)
    assert found, seen[:500]
    return found[0]


def written(client: Client, text: str = WORDS, **more: Any) -> str:
    """Fill in everything up to the last page; return the draft's address."""
    draft = draft_at(say(client, text, **more))
    assert client.post(f"{draft}where/", {"place_text": "示例街 3 号"}).status_code == 302
    assert client.get(f"{draft}near/").status_code == 302
    assert client.post(f"{draft}contact/", {"is_public": "on"}).status_code == 302
    return draft


def kept_words(draft: str) -> str:
    return str(Draft.objects.get(pk=draft.split("/")[2]).data.get("text", ""))
