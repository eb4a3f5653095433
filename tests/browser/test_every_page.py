"""Every page of the house, wide and narrow: it answers, fits its window, and a screen reader can read it."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.config.sample.county import load_registry, load_sample_county
from shanzhi.intake.actions import drafts
from shanzhi.intake.actions.receiving import secret_of
from shanzhi.intake.models import QRPoint, Report
from shanzhi.intake.queries import near_open_reports
from shanzhi.registry.models import Agency, Area, County
from tests.queue import work_off

from .conftest import NARROW, PICTURES, SERIOUS, WIDE, Axe
from .conftest import picture as save_picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "sample-pages-4823"
Contexts = Callable[..., BrowserContext]
# Files, not pages; and the page of parts, which has tests of its own.
NO_PAGES = re.compile(
    r"_pdf|_docx|_copy|list_file|version_file|list_faults|poster|stickers|photo|original|geojson|openapi|^web:|sign_out|healthz"
)


class Inspector:
    """Looks at one page after another and keeps what is wrong, so that one fault does not hide the next."""

    def __init__(
        self, page: Page, name: str, sizes: tuple[dict[str, int], ...] = (WIDE, NARROW), *, axe: bool = True
    ) -> None:
        self.page, self.name, self.sizes, self.axe = page, name, sizes, axe
        self.faults: list[str] = []
        self.at, self.looked = "", 0
        page.on("pageerror", lambda error: self.faults.append(f"{self.at}: script: {error}"))
        page.on(
            "console",
            lambda said: (
                self.faults.append(f"{self.at}: {said.text}") if "Content Security Policy" in said.text else None
            ),
        )

    def visit(self, path: str, *, status: int = 200, look: bool = True) -> bool:
        self.at = path
        response = self.page.goto(path)
        if response is None or response.status != status:
            self.faults.append(f"{path}: answered {response.status if response else 'nothing'} instead of {status}")
            return False
        if look:
            self.look(path)
        return True

    def look(self, called: str) -> None:
        """Check the page as it stands: its width in both windows, its h1, and what axe-core says."""
        PICTURES.mkdir(exist_ok=True)
        self.looked += 1
        words = re.sub(
            r"/[^/]*[0-9][^/]*", "", urlsplit(called).path
        )  # numbers, secrets and ids differ from run to run
        file = f"{self.looked:02}-{re.sub(r'[^a-z]+', '-', words).strip('-') or 'home'}"
        for size in self.sizes:
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            picture = PICTURES / f"page-{self.name}-{file}-{size['width']}.jpg"
            save_picture(self.page, picture, quality=60)
            if (over := self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")) > 0:
                self.faults.append(f"{called}: {over} px wider than its window of {size['width']}")
        if self.page.locator("h1").count() != 1:
            self.faults.append(f"{called}: {self.page.locator('h1').count()} headings of the first level")
        found = Axe().run(self.page).response["violations"] if self.axe else []
        for rule in found:
            if rule["impact"] in SERIOUS:
                self.faults += [f"{called}: {rule['id']}: {node['html'][:160]}" for node in rule["nodes"]]

    def links(self) -> list[str]:
        return self.page.eval_on_selector_all("a[href^='/']", "found => found.map(one => one.getAttribute('href'))")

    def report(self) -> None:
        assert not self.faults, "\n".join(self.faults)


# --- the public ---------------------------------------------------------------------------------------------


def public_paths() -> dict[str, int]:
    """Return every address a reporter comes to, with the status it answers; drafts at each step of the way."""
    point = _point_with_neighbours()
    retired = QRPoint.objects.exclude(pk=point.pk).filter(state="active").order_by("code").first()
    assert retired is not None
    QRPoint.objects.filter(pk=retired.pk).update(state="retired")
    answers = {"tile": "smoke_noise", "text": "Smoke, call 13800001234.", "point": str(point.pk)}
    open_draft = drafts.start_draft(county=point.county, data={**answers, "is_public": True, "language": "en"})
    sent = drafts.start_draft(county=point.county, data={**answers, "language": "en"})
    drafts.send_draft(draft_id=sent.pk, origin="")
    paths = {"/": 200, "/report/": 200, f"/r/{point.code}/": 200, "/track/": 200, "/sign-in/": 200}
    paths |= {f"/report/{open_draft.pk}/{step}/": 200 for step in ("what", "where", "near", "contact", "check")}
    paths |= {f"/report/{sent.pk}/done/": 200, f"/r/{retired.code}/": 410, "/r/NOSUCH/": 404, "/nowhere/": 404}
    for stage in ("received", "refused", "in_hand", "closed", "rated", "long_term"):
        report = Report.objects.filter(stage=stage).order_by("-photo_count").first()
        if report:
            paths[f"/t/{report.number}/{secret_of(report.pk)}/"] = 200
    return {**paths, "/t/261123-000001/wrong/": 404}


def _point_with_neighbours() -> QRPoint:
    from django.utils import timezone

    for point in QRPoint.objects.filter(state="active").order_by("code"):
        if near_open_reports(county=point.county, lon=point.lon, lat=point.lat, tile="smoke_noise", now=timezone.now()):
            return point
    raise AssertionError("no point of the sample county has an open matter beside it")


def names_of_places() -> list[str]:
    """What stays Chinese on an English page: names of places, units, the service, and what people wrote."""
    county = County.objects.get()
    found = {county.name, county.service_name, "中文"}
    for rows in (Area.objects, QRPoint.objects, Agency.objects):
        found |= set(rows.values_list("name", flat=True))
    for report in Report.objects.all():
        found |= {report.text, report.public_text, report.answer, report.refusal}
        found |= {report.handler_name, report.rating_reason, report.reopen_reason}
        found |= {*report.messages.values_list("text", flat=True), *report.supplements.values_list("text", flat=True)}
    lines = {line.strip() for words in found for line in words.splitlines()}
    return sorted(lines - {""}, key=len, reverse=True)


def chinese_left(page: Page, names: list[str]) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    text = page.inner_text("body") + page.title()
    for name in names:
        text = text.replace(name, "")
    return sorted({line.strip() for line in text.splitlines() if re.search("[一-鿿]", line)})


def test_every_public_page_in_chinese_in_english_and_in_large_print(context_of: Contexts) -> None:
    load_sample_county(password=PASSWORD)
    paths = public_paths()
    plain = Inspector(context_of().new_page(), "public")
    large = Inspector(context_of(elder=True).new_page(), "elder", (NARROW,))
    english = Inspector(context_of(language="en").new_page(), "english", (NARROW,), axe=False)
    names = names_of_places()
    for path, status in paths.items():
        plain.visit(path, status=status)
        large.visit(path, status=status)
        english.visit(path, status=status)
        if left := chinese_left(english.page, names):
            english.faults.append(f"{path}: not in English: {left}")
    for inspector in (plain, large, english):
        inspector.report()


def test_a_report_is_made_followed_and_rated_without_any_script(context_of: Contexts) -> None:
    load_registry(password=PASSWORD)
    page = context_of(phone=True, scripts=False).new_page()
    page.goto("/")
    page.click("text=我要反映")
    page.click("main button:has-text('下一步')")
    expect(page.locator(".error-summary")).to_contain_text("请选一类")
    page.check("input[name=tile][value=waste]", force=True)
    page.fill("[name=text]", "河边倒了一车建筑垃圾，已经三天了。")
    page.click("main button:has-text('下一步')")
    expect(page.locator("h1")).to_contain_text("在哪里")
    page.click("main button:has-text('下一步')")
    expect(page.locator(".error-summary")).to_contain_text("有一样就行")
    page.select_option("[name=area]", label="徐村村")
    page.fill("[name=place_text]", "桥头")
    page.click("main button:has-text('下一步')")
    page.fill("[name=contact]", "138 0000 1234")
    page.click("main button:has-text('下一步')")
    expect(page.locator("main")).to_contain_text("河边倒了一车建筑垃圾")
    expect(page.locator("main")).to_contain_text("138****1234")
    page.click("main button:has-text('提交')")
    expect(page.locator("h1")).to_contain_text("已收到")
    number = page.locator(".ticket-number strong").inner_text()
    work_off()

    page.goto("/track/")
    page.fill("[name=number]", number)
    page.fill("[name=tail]", "1234")
    page.click("main button:has-text('查询')")
    expect(page.locator(".ticket-sentence")).to_be_visible()
    page.click("summary:has-text('补充情况')")
    page.fill("form[action$='supplement/'] [name=text]", "今天又倒了一车。")
    page.click("text=提交补充")
    expect(page.locator("main")).to_contain_text("今天又倒了一车")
    page.click("main button:has-text('撤回')")
    page.click("main button:has-text('确认撤回')")
    expect(page.locator(".ticket-sentence")).to_contain_text("撤回")
    report = Report.objects.get(number=number)
    assert (report.tile, report.place_text, report.wants_withdrawal) == ("waste", "桥头", True)
    page.click("button:has-text('English')")
    expect(page.locator(".ticket-sentence")).to_have_text("You have withdrawn this report.")


# --- people at work -----------------------------------------------------------------------------------------

# What every tour must have seen; a link that vanishes from the pages is a fault, too.
MUST_SEE = {
    "dispatch": {"home", "dispatch:worklist", "dispatch:desk", "dispatch:matter", "intake:register", "intake:report_detail"},
    "team": {"dispatch:today", "dispatch:matter", "dispatch:map", "identity:notices", "identity:account"},
    "verify": {"dispatch:worklist", "dispatch:matter"},
    "admin": {
        "registry:registry_home", "registry:row_list", "registry:edit_row", "registry:new_row", "registry:people",
        "registry:person", "registry:calendar", "registry:edit_county", "identity:roles", "identity:edit_role",
        "intake:points", "intake:point", "intake:new_point", "exchange:tokens",
    },
    "leader": {"dispatch:worklist", "dispatch:matter"},
    "resident": {"identity:account"},
}  # fmt: skip
MOST_PAGES = 80


def tour(inspector: Inspector, starts: list[str], looked_at: set[str]) -> set[str]:
    """Follow the links from page to page; one page of each kind is enough. Return the kinds seen.

    Every link must lead somewhere for this account; how a page looks is checked for the first who comes to it.
    """
    waiting, seen = list(starts), set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not kind or kind in seen:
            continue
        seen.add(kind)
        if inspector.visit(path, look=kind not in looked_at):
            looked_at.add(kind)
            waiting += inspector.links()
    return {kind.split(" ")[0] for kind in seen}


def kind_of(path: str) -> str:
    """Return the name of the page behind an address (each list of the registry is a kind), or nothing for a file."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return f"nowhere {path}"
    name = found.view_name
    slug = "" if name == "registry:new_row" else found.kwargs.get("slug", "")  # the same form as for changing a row
    return "" if NO_PAGES.search(name) else f"{name} {slug}"


def sign_in(page: Page, account: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page).not_to_have_url(re.compile("sign-in"))


@pytest.fixture
def tours(context_of: Contexts) -> Callable[[str], list[str]]:
    load_sample_county(password=PASSWORD)
    work_off()

    looked_at: set[str] = set()

    def go(account: str) -> list[str]:
        phone = account in {"team", "resident"}
        page = context_of(phone=phone).new_page()
        sign_in(page, account)
        inspector = Inspector(page, account, (NARROW,) if phone else (WIDE, NARROW))
        seen = tour(inspector, ["/", *inspector.links(), "/account/", "/notices/"], looked_at)
        missing = MUST_SEE[account] - seen
        page.context.close()
        return inspector.faults + [f"no link leads to {name}" for name in sorted(missing)]

    return go


def test_every_page_the_links_lead_to(tours: Callable[[str], list[str]]) -> None:
    faults = [f"{account} {fault}" for account in MUST_SEE for fault in tours(account)]
    assert not faults, "\n".join(faults)
