"""What is printed for a point: its poster and its stickers, from the county's own words."""

from collections.abc import Sequence

from shanzhi.registry.models import County

from .models import QRPoint


def poster_pdf(point: QRPoint, county: County, link: str) -> bytes:
    """Return the A4 poster of a point."""
    from . import posters

    return posters.poster(point=point, county=county, link=link)


def stickers_pdf(points: Sequence[tuple[QRPoint, str]], county: County) -> bytes:
    """Return sheets of stickers for points and their links."""
    from . import posters

    return posters.stickers(points=points, county=county)
