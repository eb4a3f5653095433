"""Do Chinese sentences find their English, without any tool but Python?"""

import gettext
import io
from pathlib import Path

from shanzhi.web import catalogues

PO = """
msgid ""
msgstr ""
"Language: en\\n"

msgid "提交"
msgstr "Send"

msgid "第 %(n)s 页\\n“引号”"
msgstr ""
"Page %(n)s\\n"
"“quotes” \\"and\\" more"

msgid "未译"
msgstr ""

msgid "%(n)d张"
msgid_plural "%(n)d张"
msgstr[0] "%(n)d photo"
msgstr[1] "%(n)d photos"
"""


def test_the_compiled_form_is_what_the_standard_library_reads(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(PO, encoding="utf-8")
    words = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(catalogues.read(source))))
    assert words.gettext("提交") == "Send"
    assert words.gettext("第 %(n)s 页\n“引号”") == 'Page %(n)s\n“quotes” "and" more'
    assert words.gettext("未译") == "未译"
    assert [words.ngettext("%(n)d张", "%(n)d张", n) for n in (1, 2)] == ["%(n)d photo", "%(n)d photos"]


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    kept = {'说"好"\n': 'say "yes"\n', "一\0多": "one\0many", "空": ""}
    target = tmp_path / "en/django.po"
    missing = catalogues.write(target, {key: ["a.py"] for key in kept}, kept)
    assert catalogues.read(target) == kept
    assert missing == ["空"]


def test_sentences_are_found_in_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text('x = _("甲" "乙")\ny = ngettext("丙", "丁", 3)\nz = other("戊")\n')
    page = '{% translate "己" %}{% blocktranslate with n=1 %}庚{{ n }}{% endblocktranslate %}<p>辛</p>'
    (tmp_path / "page.html").write_text(page)
    found = [s for name in ("views.py", "page.html") for s in catalogues._sentences(tmp_path / name)]
    assert found == ["甲乙", "丙\0丁", "己", "庚%(n)s"]


def test_compiling_happens_only_when_something_changed(tmp_path: Path) -> None:
    folder = tmp_path / "en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    catalogues.compile_all(tmp_path)
    before = (folder / "django.mo").stat().st_mtime_ns
    catalogues.compile_all(tmp_path)
    assert (folder / "django.mo").stat().st_mtime_ns == before


def test_everything_the_base_pages_say_has_english_words() -> None:
    english = catalogues.read(catalogues.CHECKOUT / "locale/en/LC_MESSAGES/django.po")
    found = catalogues.collect(catalogues.CHECKOUT)
    own = [key for key, places in found.items() if any(place.startswith("shanzhi/web/") for place in places)]
    assert [key for key in own if not english.get(key)] == []


def test_english_keeps_every_placeholder() -> None:
    import re

    for key, text in catalogues.read(catalogues.CHECKOUT / "locale/en/LC_MESSAGES/django.po").items():
        if text and "\0" not in key:
            places = re.compile(r"%\(\w+\)\w|\{\w*\}")
            assert sorted(places.findall(key)) == sorted(places.findall(text)), key
