"""Is the house well? Database reachable, worker alive, migrations done."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from shanzhi.identity.access import public

SILENCE = timedelta(seconds=30)


def worker_seen() -> bool:
    """Say whether a worker has shown signs of life within the last half minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        row = cursor.fetchone()
    return bool(row and row[0] and timezone.now() - row[0] < SILENCE)


@public
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    state = {"database": "ok", "worker": "ok"}
    try:
        if not worker_seen():
            state["worker"] = "没有正在工作的后台进程：请运行 shanzhi work。"
    except DatabaseError as error:
        connection.close()
        state["database"] = f"数据库连不上：{type(error).__name__}"
        state["worker"] = "未知"
    well = all(value == "ok" for value in state.values())
    return JsonResponse(state, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})
