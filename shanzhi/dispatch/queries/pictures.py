"""How does a photo of a matter appear in a gallery?"""

import uuid
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Picture:
    """A photo for the gallery."""

    pk: uuid.UUID
    caption: str
    matter_id: uuid.UUID

    @property
    def url(self) -> str:
        return reverse("dispatch:matter_photo", args=[self.matter_id, self.pk])

    @property
    def thumb_url(self) -> str:
        return f"{self.url}?size=thumb"
