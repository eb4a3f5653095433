"""Pages about a part of a matter: a task of another unit, a return to be ruled on, time asked for."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanzhi.identity.access import refusal_text, requires

from .. import actions, forms
from ..models import ClockChange, Return, Task
from ..queries.people import Ground
from .verbs import VerbPage, perform, person, readable_matter, verb_page

SIGN = VerbPage("sign_task", forms.PlainForm, actions.sign_task, gettext_lazy("签收"), gettext_lazy("签收"),
                "", gettext_lazy("已签收。"))  # fmt: skip
ASSIST = VerbPage("finish_task", forms.FinishAssistForm, actions.finish_task, gettext_lazy("协办完成"),
                  gettext_lazy("提交结果"), gettext_lazy("结果会进入事件经过，主办单位会收到通知。"),
                  gettext_lazy("结果已提交。"))  # fmt: skip
PATROL = VerbPage("finish_task", forms.FinishPatrolForm, actions.finish_task, gettext_lazy("巡查结果"),
                  gettext_lazy("提交结果"), gettext_lazy("结果会回到原事件。"), gettext_lazy("结果已提交。"))  # fmt: skip
WITHDRAW = VerbPage("withdraw_task", forms.ReasonForm, actions.withdraw_task, gettext_lazy("收回"),
                    gettext_lazy("收回"), gettext_lazy("对方会收到通知。"), gettext_lazy("已收回。"))  # fmt: skip
RETURN = VerbPage("ask_return", forms.ReturnForm, actions.ask_return, gettext_lazy("申请退回"),
                  gettext_lazy("提交申请"),
                  gettext_lazy("每个单位对一件事只能申请一次；由中心裁定，裁定前时限照常计算。"),
                  gettext_lazy("已提交，等待中心裁定；时限照常计算。"))  # fmt: skip
RULING = VerbPage("rule_return", forms.RulingForm, actions.rule_return, gettext_lazy("裁定退回"),
                  gettext_lazy("裁定"), gettext_lazy("同意的，改由所选单位承办，期限和经过保留。"),
                  gettext_lazy("已裁定。"))  # fmt: skip
DECISION = VerbPage("decide_time", forms.DecisionForm, actions.decide_time, gettext_lazy("决定延期或中止"),
                    gettext_lazy("决定"), "", gettext_lazy("已决定。"))  # fmt: skip


def _task(request: HttpRequest, pk: uuid.UUID, permission: str) -> Task:
    """Return a task of the user's own units."""
    task = get_object_or_404(Task.objects.select_related("agency", "officer"), pk=pk)
    task.matter = readable_matter(request, task.matter_id)
    ground = Ground(person(request))
    if not (
        ground.on_task(permission, task) or (task.kind == Task.Kind.LEAD and ground.on_matter(permission, task.matter))
    ):
        raise PermissionDenied(refusal_text((permission,)))
    return task


def _about_task(request: HttpRequest, page: VerbPage, task: Task) -> HttpResponse:
    more: dict[str, Any] = {"task": task} if page is RETURN else {}
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = page.form(data, files, matter=task.matter, user=person(request), **more)
    if posted and form.is_valid() and (answer := perform(request, page, task.matter, form, task_id=task.pk)):
        return answer
    return verb_page(request, page, task.matter, form, [], task=task)


@requires("dispatch.work_matter")
def sign_task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _about_task(request, SIGN, _task(request, pk, "dispatch.work_matter"))


@requires("dispatch.work_matter")
def finish_task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    task = _task(request, pk, "dispatch.work_matter")
    return _about_task(request, PATROL if task.kind == Task.Kind.PATROL else ASSIST, task)


@requires("dispatch.return_task")
def return_task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    task = _task(request, pk, "dispatch.return_task")
    return _about_task(request, RETURN, task)


@requires("dispatch.assign_matter", "dispatch.work_matter")
def withdraw_task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The centre, or the unit that leads the matter, takes a task back."""
    task = get_object_or_404(Task.objects.select_related("agency", "officer"), pk=pk)
    task.matter = readable_matter(request, task.matter_id)
    ground = Ground(person(request))
    if not any(ground.on_matter(p, task.matter) for p in ("dispatch.assign_matter", "dispatch.work_matter")):
        raise PermissionDenied(refusal_text(("dispatch.assign_matter",)))
    return _about_task(request, WITHDRAW, task)


@requires("dispatch.rule_return")
def rule_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Return.objects.select_related("task__agency", "proposed"), pk=pk)
    return _about_row(request, RULING, row.task.matter_id, "dispatch.rule_return", {"return_id": row.pk}, row=row)


@requires("dispatch.grant_time")
def decide_time(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    change = get_object_or_404(ClockChange, pk=pk)
    return _about_row(
        request, DECISION, change.matter_id, "dispatch.grant_time", {"change_id": change.pk}, change=change
    )


def _about_row(
    request: HttpRequest,
    page: VerbPage,
    matter_id: uuid.UUID,
    permission: str,
    target: dict[str, Any],
    **about: Any,
) -> HttpResponse:
    matter = readable_matter(request, matter_id)
    if not Ground(person(request)).on_matter(permission, matter):
        raise PermissionDenied(refusal_text((permission,)))
    posted = request.method == "POST"
    more = {"row": about["row"]} if "row" in about else {}
    form = page.form(request.POST if posted else None, matter=matter, user=person(request), **more)
    if posted and form.is_valid() and (answer := perform(request, page, matter, form, **target)):
        return answer
    if not posted and _is_over(about):
        raise Http404(_("这项申请已经有了结果。"))
    return verb_page(request, page, matter, form, [], **about)


def _is_over(about: dict[str, Any]) -> bool:
    if row := about.get("row"):
        return bool(row.ruling != Return.Ruling.OPEN)
    return bool(about["change"].state != ClockChange.State.ASKED)
