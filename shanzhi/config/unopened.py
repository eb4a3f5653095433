"""What does the house say before a county has been opened in it?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from shanzhi.registry.queries.counties import NoCounty
from shanzhi.web import answers


def told(request: HttpRequest, *, status: int) -> HttpResponse:
    text = _("管理员请在服务器上运行 shanzhi create-county 开通，或运行 ./run --sample 载入示例县。")
    return answers.plain(request, status, _("系统还没有开通"), text, code="not_opened")


class BeforeOpening:
    """Every page that asks for the county gets the same answer instead of a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return told(request, status=503) if isinstance(exception, NoCounty) else None
