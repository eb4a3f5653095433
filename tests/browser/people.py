"""Who plays in the stories of the browser: somebody signed in at a desk or on a phone, what he does with a matter or a case."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.casework.models import PenaltyCase
from shanzhi.dispatch.models import Matter
from shanzhi.dossier.models import Document
from shanzhi.registry.models import Officer
from tests.queue import work_off

PASSWORD = "sample-story-7351"
Contexts = Callable[..., BrowserContext]


class Desk:
    """Somebody at work in a browser of his own."""

    def __init__(self, contexts: Contexts, account: str, *, phone: bool = False, scripts: bool = True) -> None:
        self.page: Page = contexts(phone=phone, scripts=scripts).new_page()
        self.page.goto("/sign-in/")
        self.page.fill("[name=username]", account)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        expect(self.page).not_to_have_url(re.compile("sign-in"))

    def send(self) -> None:
        """Press the page's one submit button and let the worker work."""
        self.page.click("main form:has([name=csrfmiddlewaretoken]) button[type=submit].button:not(.button-quiet)")
        self.page.wait_for_load_state()
        refused = self.page.locator(".error-summary")
        assert refused.count() == 0, refused.first.inner_text()
        work_off()

    def open_verb(self, matter: Matter, verb: str) -> Page:
        """Open the page of something to do with a matter."""
        self.page.goto(f"/matters/{matter.pk}/{verb}/")
        return self.page

    def verb(self, case: PenaltyCase, verb: str, **words: str | bool) -> None:
        """Do something with a case: open its page, fill it by field names, send it."""
        self.page.goto(f"/cases/{case.pk}/{verb}/")
        for name, value in words.items():
            field = self.page.locator(f"[name={name}]")
            if isinstance(value, bool):
                field.set_checked(value, force=True)
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f"[name={name}][value={value}]").check(force=True)
            elif field.first.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.send()

    def finish(self, case: PenaltyCase, template: str) -> None:
        """Press the button beside the document on the case page."""
        paper = Document.objects.get(subject_id=case.pk, template=template)
        self.page.goto(f"/cases/{case.pk}/")
        self.page.click(f"form[action$='{paper.pk}/finish/'] button")
        self.page.wait_for_load_state()
        paper.refresh_from_db()
        assert paper.state == Document.State.SEALED, self.page.inner_text("body")[:400]


def matter_of_the_team(title: str, place: str) -> Matter:
    """A matter in the hands of the sample's team (示例)."""
    officer = Officer.objects.select_related("working_agency__area").get(user__username="officer")
    now, unit = timezone.now(), officer.working_agency
    assert unit.area is not None
    return Matter.objects.create(
        county=officer.county, number="SJ20260101000001", title=title, source="qr", agency=unit, officer=officer,
        area_code=unit.area.code, place_text=place, step="in_hand", step_at=now, opened_at=now,
    )  # fmt: skip
