"""Does the sample county come whole, once, with matters in every state?"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import TestCase, override_settings
from django.utils import timezone

from shanzhi.casework.models import PenaltyCase
from shanzhi.config.sample.county import load_sample_county, sample_accounts, set_sample_password
from shanzhi.config.sample.timing import BadTime, after, ago, span
from shanzhi.dispatch.models import Matter, Return, Step, Task, WorkItem
from shanzhi.identity.access import may
from shanzhi.identity.models import User
from shanzhi.intake.models import Contact, QRPoint, Report, Stage
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Agency, Area, County, EventType, Officer, ResponsibilityRule

PASSWORD = "sample-county-2026"


class TestSampleCounty(TestCase):
    """The county is loaded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        cls.uploads = TemporaryDirectory()
        cls.addClassCleanup(cls.uploads.cleanup)
        with override_settings(SHANZHI_UPLOADS=Path(cls.uploads.name)):
            cls.made = load_sample_county(password=PASSWORD)

    def test_the_county_is_made_once_and_a_second_call_changes_nothing(self):
        before = Event.objects.count()
        assert self.made is True
        assert load_sample_county(password=PASSWORD) is False
        assert (County.objects.count(), Event.objects.count()) == (1, before)

    def test_the_registry_is_whole(self):
        assert Area.objects.filter(level="village").count() == 198
        assert Agency.objects.filter(kind="team", guided_by__code="enforcement", parent__kind="township").count() == 14
        assert EventType.objects.filter(parent__isnull=False).count() >= 60
        assert not EventType.objects.filter(parent__isnull=False, rules__isnull=True).exists()
        assert ResponsibilityRule.objects.exclude(area_code="").exists()

    def test_one_certificate_has_ended_and_one_will_soon(self):
        today = timezone.localdate()
        ends = sorted(Officer.objects.exclude(certificate_until=None).values_list("certificate_until", flat=True))
        assert ends[0] < today < ends[1]
        assert (ends[1] - today).days < 30

    def test_there_are_matters_in_every_state_that_a_visitor_may_look_for(self):
        steps = set(Matter.objects.values_list("step", flat=True))
        assert set(Step) - steps == set()

    def test_one_case_is_filed_with_two_officers_one_is_a_clue_and_one_was_decided_on_the_spot(self):
        cases = {case.step: case for case in PenaltyCase.objects.filter(is_sample=True)}
        assert set(cases) == {"clue", "investigating", "served"}
        assert cases["investigating"].number and cases["investigating"].officers.count() == 2
        assert not cases["clue"].number
        assert cases["served"].way == "summary" and "当罚" in cases["served"].number
        assert WorkItem.objects.filter(kind="case", is_open=True).count() == 3

    def test_there_are_late_paused_reopened_and_returned_matters(self):
        assert WorkItem.objects.filter(is_open=True, kind="matter", due_at__lt=timezone.now(), paused_for="").exists()
        assert Matter.objects.exclude(paused_for="").exclude(step=Step.LONG_TERM).exists()
        assert Matter.objects.filter(reopened_count=1).exists()
        assert Matter.objects.filter(send_back_count=1).exists()
        assert Return.objects.filter(ruling=Return.Ruling.OPEN).exists()
        assert Task.objects.filter(kind=Task.Kind.PATROL, found_problem=True).exists()

    def test_nothing_has_happened_that_lies_in_the_future(self):
        assert not Event.objects.filter(at__gt=timezone.now()).exists()

    def test_the_ledger_tells_each_history_in_order(self):
        for matter in Matter.objects.all():
            times = list(Event.objects.filter(thread_id=matter.pk).order_by("seq").values_list("at", flat=True))
            assert times == sorted(times), matter.title

    def test_reports_of_one_thing_hang_together_and_every_reporter_was_answered(self):
        smoke = Matter.objects.get(title__contains="美食街饭店")
        stages = Report.objects.filter(links__matter=smoke, links__detached_at=None).values_list("stage", "answer")
        assert len(stages) == 3
        assert all(stage in (Stage.CLOSED, Stage.RATED) and answer for stage, answer in stages)

    def test_the_report_with_a_phone_number_hides_it_and_the_one_from_elsewhere_is_known_to_be_outside(self):
        assert "13800138000" not in Report.objects.get(text__contains="13800138000").public_text
        assert Report.objects.filter(is_outside=True, stage=Stage.REFUSED).count() == 1

    def test_contacts_are_sealed_and_points_know_their_place(self):
        assert Contact.objects.exists()
        assert b"13800138000" not in b"".join(bytes(row.sealed) for row in Contact.objects.all())
        assert QRPoint.objects.filter(area__code__startswith="330822003216").count() >= 6
        assert QRPoint.objects.filter(state=QRPoint.State.RETIRED).count() == 1

    def test_seven_accounts_play_the_story_and_the_grid_worker_may_not_handle_anything(self):
        accounts = sample_accounts()
        assert [account.story for account in accounts[:7]] == [1, 2, 3, 4, 5, 6, 7]
        assert User.objects.get(username="dispatch").check_password(PASSWORD)
        assert may(User.objects.get(username="dispatch"), "dispatch.assign_matter")
        assert may(User.objects.get(username="officer"), "dispatch.work_matter")
        for name in ("grid", "aux", "leader"):
            assert not may(User.objects.get(username=name), "dispatch.work_matter")

    def test_a_new_sample_password_is_for_sample_accounts_only(self):
        real = User.objects.create(county="330822", username="real", display_name="某人", password="!")
        assert set_sample_password("another-2026") == User.objects.filter(is_sample=True).count()
        real.refresh_from_db()
        assert real.password == "!"
        assert User.objects.get(username="verify").check_password("another-2026")


def test_sample_times_are_told_from_the_day_of_loading():
    now = timezone.make_aware(datetime(2026, 11, 23, 9, 0))
    assert timezone.localtime(ago("2d 11:40", now)).isoformat() == "2026-11-21T11:40:00+08:00"
    assert now - ago("35m", now) == span("35m")
    assert after(now, "14h").hour in range(8, 11)
    with pytest.raises(BadTime):
        span("soon")
