"""Screens for lists coming in and going out: upload, columns, trial, in force, versions, files."""

import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, may, requires
from shanzhi.law.obstacle import NotAllowed

from .. import actions
from ..forms import ColumnsForm, ForceForm, RestoreForm, UploadForm
from ..lists import files
from ..lists.cells import UnreadableFile, unpack
from ..lists.columns import ListSpec
from ..lists.kinds import SPECS
from ..lists.surroundings import Surroundings
from ..lists.trial import Trial, guess_columns, run_trial
from ..lists.values import text_of
from ..lists.versions import records_under
from ..models import ListVersion
from ..queries import published as lists

PREVIEW, PAGE = 4, 50


def _spec(kind: str) -> ListSpec:
    try:
        return SPECS[kind]
    except KeyError:
        raise Http404(_("没有这样的清单。")) from None


@requires("registry.read_registry")
def list_home(request: SignedInRequest) -> HttpResponse:
    states = lists.list_states(request.user.county, timezone.localdate())
    rows = [(state, SPECS[state.kind]) for state in states]
    context = {"rows": rows, "may_import": may(request.user, "registry.import_lists")}
    return render(request, "registry/list_home.html", context)


@requires("registry.read_registry")
def list_versions(request: SignedInRequest, kind: str) -> HttpResponse:
    spec = _spec(kind)
    rows = lists.versions_of(request.user.county, kind)
    state = next(one for one in lists.list_states(request.user.county, timezone.localdate()) if one.kind == kind)
    context = {
        "spec": spec,
        "state": state,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_import": may(request.user, "registry.import_lists"),
    }
    return render(request, "registry/list_versions.html", context)


@requires("registry.import_lists")
def upload_list(request: SignedInRequest, kind: str) -> HttpResponse:
    spec = _spec(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            version = actions.draft_list(
                county=request.user.county, kind=kind, file_name=file.name, data=file.read(), by=request.user
            )
        except UnreadableFile as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("registry:list_columns", version.pk)
    status = 422 if form.errors else 200
    return render(request, "registry/list_upload.html", {"spec": spec, "form": form}, status=status)


def _draft(request: SignedInRequest, pk: uuid.UUID) -> ListVersion:
    rows = ListVersion.objects.select_related("draft").filter(state=ListVersion.State.DRAFT)
    return get_object_or_404(rows, pk=pk, county=request.user.county)


@requires("registry.import_lists")
def list_columns(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    version = _draft(request, pk)
    draft, spec = version.draft, SPECS[version.kind]
    sheets = unpack(draft.cells)
    width = max(len(row) for sheet in sheets for row in sheet.rows)
    form = ColumnsForm(request.POST or None, spec=spec, sheets=sheets, width=width, initial=_initial(version))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        moved = (data["sheet"], data["header_row"] - 1) != (draft.sheet, draft.header_row)
        columns = form.columns
        if moved:
            columns = guess_columns(version, sheets, data["sheet"], data["header_row"] - 1)
        actions.map_columns(
            version_id=pk,
            sheet=data["sheet"],
            header_row=data["header_row"] - 1,
            columns=columns,
            options={**{name: data[name] for name in ("pads", "fills", "partial")}, "constants": form.constants},
            by=request.user,
        )
        return redirect("registry:list_columns" if moved else "registry:list_trial", pk)
    status = 422 if form.errors else 200
    mapped = set(draft.mapping.get("columns", {}).values())
    context = {
        "version": version,
        "spec": spec,
        "form": form,
        "columns": _columns(version, form, width),
        "constants": [form[f"constant_{one.name}"] for one in form.spare if one.name not in mapped],
    }
    return render(request, "registry/list_columns.html", context, status=status)


def _initial(version: ListVersion) -> dict[str, Any]:
    draft = version.draft
    found = {f"column_{place}": name for place, name in draft.mapping.get("columns", {}).items()}
    options: dict[str, Any] = draft.mapping.get("options", {})
    constants = {f"constant_{name}": text for name, text in options.get("constants", {}).items()}
    return {"sheet": draft.sheet, "header_row": draft.header_row + 1, **options, **constants, **found}


def _columns(version: ListVersion, form: ColumnsForm, width: int) -> list[dict[str, Any]]:
    """Return each column of the file: its heading, the choice, and what stands in the first rows."""
    sheets = unpack(version.draft.cells)
    rows = next((sheet.rows for sheet in sheets if sheet.name == version.draft.sheet), sheets[0].rows)
    start = version.draft.header_row
    found = []
    for place in range(width):
        texts = [text_of(row[place]) if place < len(row) else "" for row in rows[start : start + PREVIEW + 1]]
        if any(texts):
            found.append({"heading": texts[0], "field": form[f"column_{place}"], "values": texts[1:]})
    return found


@requires("registry.import_lists")
def list_trial(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    version = _draft(request, pk)
    today = timezone.localdate()
    trial = run_trial(version, today)
    form = ForceForm(initial={"valid_from": today})
    return render(request, "registry/list_trial.html", _trial_page(request, version, trial, form))


def _trial_page(
    request: SignedInRequest, version: ListVersion, trial: Trial, form: ForceForm, obstacles: Any = ()
) -> dict[str, Any]:
    """Faults first; without any, the differences of the chosen sort, a page at a time."""
    shown = request.GET.get("show", "")
    if shown not in ("new", "changed", "missing"):
        shown = next((one for one in ("changed", "new", "missing") if trial.changes.counts[one]), "new")
    found: list[Any] = list(getattr(trial.changes, shown))
    rows = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = trial.changes.counts
    return {
        "version": version,
        "spec": trial.spec,
        "trial": trial,
        "form": form,
        "obstacles": obstacles,
        "faults": Paginator(trial.reading.faults, PAGE).get_page(request.GET.get("faults")),
        "shown": shown,
        "tabs": [
            (word, name, counts[name])
            for word, name in ((_("修改"), "changed"), (_("新增"), "new"), (_("缺少"), "missing"))
        ],
        "page": rows,
        "lines": [_line(trial, shown, key) for key in rows.object_list],
        "counts": ",".join(f"{name}={count}" for name, count in counts.items()),
    }


def _line(trial: Trial, shown: str, key: str) -> dict[str, Any]:
    record = trial.records[key] if shown == "missing" else trial.reading.records[key]
    name = record.get("name") or record.get("matter") or ""
    return {"key": key, "name": name, "changes": trial.changes.changed.get(key, [])}


@require_POST
@requires("registry.import_lists")
def put_in_force(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    version = _draft(request, pk)
    form = ForceForm(request.POST)
    today = timezone.localdate()
    obstacles: Any = ()
    if form.is_valid():
        try:
            actions.put_in_force(
                version_id=pk,
                by=request.user,
                on=today,
                expected=_counts(request.POST.get("counts", "")),
                **form.cleaned_data,
            )
        except NotAllowed as refusal:
            obstacles = refusal.obstacles
        else:
            messages.success(request, _("清单已整份写入，自%(day)s起生效。") % {"day": form.cleaned_data["valid_from"]})
            return redirect("registry:list_versions", version.kind)
    context = _trial_page(request, version, run_trial(version, today), form, obstacles)
    return render(request, "registry/list_trial.html", context, status=422)


def _counts(text: str) -> dict[str, int] | None:
    pairs = [part.partition("=") for part in text.split(",") if part]
    return {name: int(count) for name, _eq, count in pairs if count.isdigit()} or None


@require_POST
@requires("registry.import_lists")
def discard_draft(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    version = _draft(request, pk)
    actions.discard_draft(version_id=pk, by=request.user, on=timezone.localdate())
    messages.success(request, _("草稿已放弃，现行清单没有变动。"))
    return redirect("registry:list_versions", version.kind)


@requires("registry.import_lists")
def list_faults(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Give every fault and difference as a spreadsheet."""
    version = _draft(request, pk)
    trial = run_trial(version, timezone.localdate())
    sheets = [(_("错误"), files.fault_rows(trial)), (_("差异"), files.difference_rows(trial))]
    return _download(files.workbook(sheets), f"{version.get_kind_display()}-{_('错误和差异')}.xlsx")


@requires("registry.read_registry")
def list_file(request: SignedInRequest, kind: str, shape: str) -> HttpResponse:
    """Give the list in force in the shape it is imported in. Registers name people: only for those who keep them."""
    spec = _spec(kind)
    if not spec.dated and not may(request.user, "registry.import_lists"):
        raise PermissionDenied
    rows = files.list_in_force(spec, Surroundings(request.user.county, timezone.localdate()))
    return _as_file(spec, rows, shape, str(spec.title))


@requires("registry.read_registry")
def version_file(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a former version as a spreadsheet."""
    version = get_object_or_404(ListVersion, pk=pk, county=request.user.county, number__isnull=False)
    spec = SPECS[version.kind]
    if not spec.dated:
        raise Http404(_("这类名册没有旧版文件。"))
    around = Surroundings(request.user.county, timezone.localdate())
    rows = list(files.list_rows(spec, records_under(spec, version, around), around))
    return _as_file(spec, rows, "xlsx", f"{spec.title}-{version.number}")


def _as_file(spec: ListSpec, rows: list[Any], shape: str, name: str) -> HttpResponse:
    if shape == "csv":
        return _download(files.csv_file(rows), f"{name}.csv")
    return _download(files.workbook([(str(spec.title), rows)]), f"{name}.xlsx")


def _download(data: bytes, name: str) -> HttpResponse:
    kind = files.XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8"
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@requires("registry.import_lists")
def restore_version(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    version = get_object_or_404(ListVersion, pk=pk, county=request.user.county, number__isnull=False)
    today = timezone.localdate()
    form = RestoreForm(request.POST or None, initial={"valid_from": today})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.restore_version(version_id=pk, by=request.user, on=today, **form.cleaned_data)
            except NotAllowed as refusal:
                for obstacle in refusal.obstacles:
                    form.add_error(None, f"{obstacle}{obstacle.remedy}")
            else:
                messages.success(request, _("已恢复，作为第%(number)s版生效。") % {"number": made.number})
                return redirect("registry:list_versions", version.kind)
    page = {
        "title": _("恢复第%(number)s版的内容") % {"number": version.number},
        "rows": [(_("清单"), version.get_kind_display()), (_("来源"), version.source), (_("行数"), version.row_count)],
        "effect": _("现行版本撤回，这一版的内容作为新的一版生效；两版的行都留着，从前的案件不受影响。"),
        "form": form,
        "button": _("恢复"),
        "danger": True,
        "cancel_url": reverse("registry:list_versions", args=[version.kind]),
    }
    return render(request, "web/confirm.html", page, status=status)
