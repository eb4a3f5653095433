"""What do all rows of the house share? Their ids and the county they belong to."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """Return a UUIDv7: unique everywhere, and sorted by the time it was made."""
    return uuid7()


class Row(models.Model):
    """A row with a UUIDv7 primary key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class CountyRow(Row):
    """A row owned by one county; its code leads every index so that a province can be sharded by it."""

    county = models.CharField(_("县（市、区）代码"), max_length=6)

    class Meta:
        abstract = True
