"""What happened to this thing? Its events, oldest first."""

import uuid

from django.db.models import Q, QuerySet

from .models import Event


def timeline(thread_id: uuid.UUID, *also: uuid.UUID) -> QuerySet[Event]:
    """Return the events of a thread, and of the further subjects given (reports attached to a matter)."""
    wanted = Q(thread_id=thread_id) | Q(subject_id=thread_id)
    if also:
        wanted |= Q(subject_id__in=also)
    return Event.objects.filter(wanted).order_by("seq")


def history(subject_id: uuid.UUID) -> QuerySet[Event]:
    """Return what was done to one row, newest first."""
    return Event.objects.filter(subject_id=subject_id).order_by("-seq")
