"""Who waited for a matter sees it whole as the other left it: unit and type, too."""

import threading
import time

import pytest
from django.db import connection, transaction

from shanzhi.dispatch import actions
from shanzhi.dispatch.actions.frame import lock

from .ground import make_ground


@pytest.mark.django_db(transaction=True)
def test_who_waited_sees_the_unit_the_other_assigned() -> None:
    ground = make_ground()
    matter = ground.accepted()
    held, seen = threading.Event(), []

    def wait() -> None:
        held.wait()
        with transaction.atomic():
            row = lock(matter.pk)
            seen.append((row.agency_id, row.agency))
        connection.close()

    thread = threading.Thread(target=wait)
    thread.start()
    with transaction.atomic():
        actions.assign_matter(matter_id=matter.pk, agency_id=ground.agencies["team"].pk, by=ground.users["desk"])
        held.set()
        time.sleep(0.3)  # long enough for the other to stand before the lock
    thread.join()
    assert seen == [(ground.agencies["team"].pk, ground.agencies["team"])]
