"""Why can this photo not be taken? One sentence for each reason, and what to do instead."""

from django.utils.translation import gettext as _

ACCEPTED_MEGABYTES = 25


def sentence(code: str) -> str:
    """Return the sentence in the language of the moment; it always ends with the way out."""
    return {
        "empty": _("这个文件是空的，可能没有传完，请重新选择照片。"),
        "too_large": _("照片太大（超过 {most} MB），请换一张小一些的，或在手机相册里压缩后再传。"),
        "too_many_pixels": _("照片尺寸太大（{width}×{height}），请换一张小一些的，或截图后再传。"),
        "not_image": _("这个文件不是照片，请选择手机拍摄的照片（JPG、PNG、HEIC 或 WebP）。"),
        "unsupported": _("暂时打不开 {kind} 格式的图片，请换成 JPG、PNG、HEIC 或 WebP 照片。"),
        "document": _("这是一个文档，不是照片。请把文档内容拍成照片再传。"),
        "page": _("这是一个网页或矢量图文件，不是照片。请换成手机拍摄的照片。"),
        "video": _("这是一段视频，这里只能传照片。请截取一张画面再传。"),
        "animated": _("这是一张动图，这里只能传静态照片。请截取一张画面再传。"),
        "broken": _("照片已损坏或没有传完整，打不开。请重新拍摄或重新选择。"),
        "busy": _("正在处理的照片太多，请过一分钟再传这一张。"),
    }[code]


class PhotoRefused(Exception):
    """A photo that cannot be taken; `text` says why in plain words, `code` in one word, `why` is for the log."""

    def __init__(self, code: str, why: str = "", **facts: object) -> None:
        self.code = code
        self.why = why
        self.text = sentence(code).format(most=ACCEPTED_MEGABYTES, **facts)
        # A decoder that refuses before it has told the size leaves no measure to name.
        self.text = self.text.replace("（?×?）", "").replace(" (?×?)", "")
        super().__init__(self.text)

    @property
    def status(self) -> int:
        """Return the HTTP status that fits when the photo was all that was sent."""
        return {"too_large": 413, "unsupported": 415, "not_image": 415, "busy": 503}.get(self.code, 422)
