"""A photo as a phone sent it: checked, kept byte for byte, copied for show without anything private.

`take_in` is the one call: it refuses with a sentence (PhotoRefused) or returns what a StoredFile row holds.
"""

from .refusal import PhotoRefused
from .taking_in import KeptPhoto, Photo, examine, take_in

__all__ = ["KeptPhoto", "Photo", "PhotoRefused", "examine", "take_in"]
