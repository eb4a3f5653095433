"""One page a verb: what stands in the way, the form, the action. The table says which form and which words."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanzhi.dossier.models import StoredFile
from shanzhi.identity.access import refusal_text, requires
from shanzhi.identity.models import User
from shanzhi.intake.actions.drafts import keep_photos
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.queries import routing

from .. import actions, forms, rules
from ..models import Answer, Matter
from ..queries.facts import doer_of, facts_of
from ..queries.people import Ground, readable, units_complained_about
from ..queries.suggesting import Advice, suggest

MOST_PHOTOS = 9
# Verbs beside which suggestions stand.
ADVISED = ("accept_matter", "assign_matter")


@dataclass(frozen=True)
class VerbPage:
    """A verb's page: its form, its action, the words on it."""

    verb: str
    form: type[forms.VerbForm]
    action: Callable[..., Any]
    title: Any
    button: Any
    effect: Any = ""
    done: Any = ""
    danger: bool = False


PAGES = {
    page.verb: page
    for page in (
        VerbPage("accept_matter", forms.AcceptForm, actions.accept_matter, gettext_lazy("受理"), gettext_lazy("受理"),
                 gettext_lazy("受理后请在 4 个工作时内派单；反映人会看到“已受理”。"), gettext_lazy("已受理，请派单。")),
        VerbPage("refuse_matter", forms.RefuseForm, actions.refuse_matter, gettext_lazy("不予受理"),
                 gettext_lazy("不予受理"), gettext_lazy("事件到此为止；所有反映人会看到理由全文。"),
                 gettext_lazy("已告知反映人不予受理的理由。")),
        VerbPage("assign_matter", forms.AssignForm, actions.assign_matter, gettext_lazy("派单"), gettext_lazy("派单"),
                 gettext_lazy("时限从派单时起算，不等签收。"), gettext_lazy("已派单，时限从现在起算。")),
        VerbPage("reassign_matter", forms.ReassignForm, actions.reassign_matter, gettext_lazy("改派"),
                 gettext_lazy("改派"), gettext_lazy("期限和经过都保留，原单位会收到通知。"), gettext_lazy("已改派。")),
        VerbPage("sign_matter", forms.SignForm, actions.sign_matter, gettext_lazy("签收"), gettext_lazy("签收"),
                 gettext_lazy("签收只表示收到；时限从派单时已经起算。"), gettext_lazy("已签收。")),
        VerbPage("start_work", forms.PlainForm, actions.start_work, gettext_lazy("开始处置"),
                 gettext_lazy("开始处置"), "", gettext_lazy("已开始处置。")),
        VerbPage("note_progress", forms.NoteForm, actions.note_progress, gettext_lazy("记录进展"),
                 gettext_lazy("保存"), "", gettext_lazy("已记入经过。")),
        VerbPage("ask_assist", forms.AssistForm, actions.ask_assist, gettext_lazy("请求协办"),
                 gettext_lazy("发出协办"), gettext_lazy("协办单位有自己的任务和时限；主办的时限照常。"),
                 gettext_lazy("已请对方协办。")),
        VerbPage("raise_dispute", forms.DisputeForm, actions.raise_dispute, gettext_lazy("提请职责裁定"),
                 gettext_lazy("提请裁定"),
                 gettext_lazy("对方说明依据后，由指导机构裁定；裁定以前时限照常计算，请先按现在的派单办理。"),
                 gettext_lazy("已提请裁定，对方会收到通知。")),
        VerbPage("ask_time", forms.TimeForm, actions.ask_time, gettext_lazy("申请延期或中止"),
                 gettext_lazy("提交申请"), gettext_lazy("由中心决定；决定之前时限照常计算。"),
                 gettext_lazy("已提交，等待中心决定。")),
        VerbPage("resume_clock", forms.PlainForm, actions.resume_clock, gettext_lazy("恢复计时"),
                 gettext_lazy("恢复计时"), gettext_lazy("中止的时间会扣除，到期时间重新计算。"),
                 gettext_lazy("已恢复计时，到期时间已重新计算。")),
        VerbPage("shelve_matter", forms.ShelveForm, actions.shelve_matter, gettext_lazy("转挂账"),
                 gettext_lazy("转挂账"), gettext_lazy("时限停止，到复查日必须再看；反映人会看到说明。"),
                 gettext_lazy("已转挂账。")),
        VerbPage("review_shelf", forms.ReviewForm, actions.review_shelf, gettext_lazy("挂账复查"),
                 gettext_lazy("保存复查"), "", gettext_lazy("复查已记录。")),
        VerbPage("unshelve_matter", forms.ReasonForm, actions.unshelve_matter, gettext_lazy("恢复办理"),
                 gettext_lazy("恢复办理"), gettext_lazy("挂账期间扣除，到期时间重新计算。"), gettext_lazy("已恢复办理。")),
        VerbPage("give_answer", forms.AnswerForm, actions.give_answer, gettext_lazy("反馈结果"),
                 gettext_lazy("提交反馈"), gettext_lazy("提交后由另一人核查；退回重做时，这一份仍然保留。"),
                 gettext_lazy("已反馈，等待核查。")),
        VerbPage("verify_answer", forms.VerifyForm, actions.verify_answer, gettext_lazy("核查通过"),
                 gettext_lazy("核查通过"), "", gettext_lazy("核查通过，可以办结。")),
        VerbPage("send_back", forms.SendBackForm, actions.send_back, gettext_lazy("退回重做"),
                 gettext_lazy("退回重做"), gettext_lazy("原反馈保留；时限不重新计算。"), gettext_lazy("已退回重做。")),
        VerbPage("close_matter", forms.PlainForm, actions.close_matter, gettext_lazy("办结"), gettext_lazy("办结"),
                 gettext_lazy("所有反映人会收到答复，并可以评价。"), gettext_lazy("已办结，答复已发给反映人。")),
        VerbPage("reopen_matter", forms.ReopenForm, actions.reopen_matter, gettext_lazy("重新办理"),
                 gettext_lazy("重新办理"), gettext_lazy("回到原承办单位，时限重新起算。"), gettext_lazy("已重新办理。")),
        VerbPage("archive_matter", forms.PlainForm, actions.archive_matter, gettext_lazy("归档"),
                 gettext_lazy("归档"), gettext_lazy("归档后不能再重新办理。"), gettext_lazy("已归档。")),
        VerbPage("spread_patrol", forms.SpreadForm, actions.spread_patrol, gettext_lazy("扩大巡查"),
                 gettext_lazy("安排巡查"), gettext_lazy("每处一项任务，结果回到这件事。"), gettext_lazy("巡查已安排。")),
        VerbPage("merge_matter", forms.MergeForm, actions.merge_matter, gettext_lazy("并案"), gettext_lazy("并案"),
                 gettext_lazy("全部诉求转到那件事，每位反映人都会收到答复；可以撤销。"), gettext_lazy("已并案。")),
        VerbPage("undo_merge", forms.PlainForm, actions.undo_merge, gettext_lazy("撤销并案"),
                 gettext_lazy("撤销并案"), gettext_lazy("诉求回到这件事，接着办。"), gettext_lazy("已撤销并案。")),
        VerbPage("split_matter", forms.SplitForm, actions.split_matter, gettext_lazy("分案"), gettext_lazy("分案"),
                 gettext_lazy("新事件的时限从它自己派单时起算。"), gettext_lazy("已分案。")),
        VerbPage("change_type", forms.ChangeTypeForm, actions.change_type, gettext_lazy("更正类型"),
                 gettext_lazy("更正"), gettext_lazy("经过保留，已派单的按新类型重算期限。"), gettext_lazy("类型已更正。")),
    )
}  # fmt: skip


def person(request: HttpRequest) -> User:
    """Return who is signed in; the guard before every view here has seen to it."""
    return cast(User, request.user)


def readable_matter(request: HttpRequest, pk: uuid.UUID) -> Matter:
    """Return the matter when the user may read it; otherwise say that there is none for him."""
    rows = Matter.objects.select_related("agency", "officer", "event_type", "merged_into", "spread_from")
    found = rows.filter(readable(person(request)), pk=pk).first()
    if found is None:
        raise Http404(_("没有这件事件，或它不在您的查看范围内。"))
    return found


def require_on(request: HttpRequest, permission: str, matter: Matter) -> None:
    """Stop when the permission does not cover this matter, and say who may."""
    if not Ground(person(request)).on_matter(permission, matter):
        raise PermissionDenied(refusal_text((permission,)))


def form_of(page: VerbPage, matter: Matter, request: HttpRequest, **more: Any) -> forms.VerbForm:
    """Return the verb's form, filled when posted."""
    posted = request.method == "POST"
    if page.verb == "assign_matter" and matter.event_type:
        more["routing"] = routing(matter.event_type, matter.area_code)
    if page.verb in ADVISED:
        more["advice"] = suggest(matter)
    if not posted and page.verb in ADVISED and (taken := _taken(page.verb, request, more["advice"])):
        more["initial"] = taken
    if not posted and page.verb == "reassign_matter" and request.GET.get("agency"):
        more["initial"] = {"agency_id": request.GET["agency"]}
    if not posted and page.verb == "merge_matter" and request.GET.get("into"):
        more["initial"] = {"number": request.GET["into"][:20]}
    return page.form(
        request.POST if posted else None, request.FILES if posted else None, matter=matter, user=person(request), **more
    )


def _taken(verb: str, request: HttpRequest, advice: Advice) -> dict[str, Any]:
    """Return the fields of the suggestions taken over with one tap; only what was suggested can be."""
    offered = {
        "event_type_id": (advice.types, request.GET.get("type")),
        "agency_id": (advice.units, request.GET.get("unit")),
    }
    name = "event_type_id" if verb == "accept_matter" else "agency_id"
    tips, asked = offered[name]
    return {name: asked} if asked in {tip.value for tip in tips} else {}


def verb_view(verb: str) -> Callable[..., HttpResponseBase]:
    """Return the view of a verb; its permission is the edge's own."""
    edge, page = rules.BY_VERB[verb], PAGES[verb]

    @requires(edge.permission)
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        matter = readable_matter(request, pk)
        require_on(request, edge.permission, matter)
        form = form_of(page, matter, request)
        blocked = [] if request.method == "POST" else rules.obstacles(verb, facts_of(matter), doer_of(person(request)))
        if request.method == "POST" and form.is_valid() and (answer := perform(request, page, matter, form)):
            return answer
        return verb_page(request, page, matter, form, blocked)

    return wraps(view)(view)


def verb_page(
    request: HttpRequest, page: VerbPage, matter: Matter, form: forms.VerbForm, blocked: list[Any], **more: Any
) -> HttpResponse:
    """Show the form, or what stands in its way."""
    context = {"page": page, "matter": matter, "form": form, "blocked": blocked, **more}
    if isinstance(form, forms.AssignForm):
        context["routing"] = form.routing
        context["named"] = units_complained_about(matter)
    if page.verb in ("verify_answer", "send_back", "close_matter"):
        context["answer"] = Answer.objects.filter(matter=matter).order_by("-at").first()
    return render(request, "dispatch/verb.html", context, status=422 if form.is_bound else 200)


def perform(
    request: HttpRequest, page: VerbPage, matter: Matter, form: forms.VerbForm, **arguments: Any
) -> HttpResponse | None:
    """Do it and go back to the matter; a refusal fills the form's errors, a conflict shows both versions."""
    values = form.values()
    target: dict[str, Any] = arguments or {"matter_id": matter.pk}
    if "photos" in form.fields:
        values["photos"] = stored(request, form, matter)
        if form.errors:
            return None
    try:
        made = page.action(by=person(request), **target, **values)
    except actions.Conflict as conflict:
        return conflict_page(request, page, conflict, values)
    except NotAllowed as refusal:
        for found in refusal.obstacles:
            words = f"{found}" if not found.remedy else f"{found} {found.remedy}。"
            form.add_error(None, words)
        return None
    if page.done:
        messages.success(request, page.done)
    goal = made if isinstance(made, Matter) and page.verb == "split_matter" else matter
    still = Matter.objects.filter(readable(person(request)), pk=goal.pk).exists()
    if not still:
        return redirect("dispatch:worklist")
    return redirect(f"{reverse('dispatch:matter', args=[goal.pk])}?done={page.verb}")


def stored(request: HttpRequest, form: forms.VerbForm, matter: Matter) -> list[StoredFile]:
    """Keep the uploaded photos, with those kept when the page was refused before. Each that cannot be read is named at
    its field; the others stay, and need not be chosen again."""
    earlier = [found for text in request.POST.getlist("kept") if (found := forms.fields.to_id(text))]
    own = StoredFile.objects.filter(pk__in=earlier, county=matter.county, by_id=person(request).pk)
    kept = list(own[:MOST_PHOTOS])
    uploads = form.cleaned_data.get("photos") or []
    digests = request.POST.getlist("photos_sha256")
    room = MOST_PHOTOS - len(kept)
    files, faults = keep_photos(county=matter.county, uploads=uploads, room=room, device_digests=digests)
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(by_id=person(request).pk)
    for fault in faults:
        form.add_error("photos", fault)
    form.kept = [*kept, *files]
    return form.kept


def conflict_page(
    request: HttpRequest, page: VerbPage, conflict: actions.Conflict, values: dict[str, Any]
) -> HttpResponse:
    """Somebody was faster: what he did, what you wanted, and the choice."""
    matter = Matter.objects.select_related("agency", "officer", "event_type").get(pk=conflict.matter.pk)
    mine = forms.fields.agency_name(values.get("agency_id"))
    can_change = matter.step in rules.BY_VERB["reassign_matter"].start and values.get("agency_id") not in (
        None,
        matter.agency_id,
    )
    context = {
        "page": page,
        "matter": matter,
        "conflict": conflict,
        "mine": mine,
        "agency_id": values.get("agency_id"),
        "can_change": can_change,
    }
    return render(request, "dispatch/conflict.html", context, status=409)
