"""A question about a term, or where a case stands, as somebody asks it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.law.pauses import Pause
from shanzhi.law.procedure import Procedure
from shanzhi.law.rulebook import Overlay, Unit, all_rules

OVERLAYS = [
    (Overlay.GENERAL.value, _l("只适用一般法律")),
    (Overlay.MARKET.value, _l("市场监管程序规定")),
    (Overlay.ECOLOGY.value, _l("生态环境处罚办法")),
]


class TermForm(forms.Form):
    """Which term, from which day, with which days left out."""

    rule = forms.ChoiceField(label=_l("哪个期限"))
    overlay = forms.ChoiceField(label=_l("按哪套规定"), choices=OVERLAYS, initial=Overlay.GENERAL.value, required=False)
    start = forms.DateField(label=_l("起算之日"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(
        label=_l("起算时刻"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_l("只有以小时计的期限才需要。"),
    )
    pauses = forms.CharField(
        label=_l("不计入的期间"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_l("一行一段，如 2026-03-10 2026-03-19，首尾两日都不计。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The general rules come last and win: a term is listed by the article that everybody is under.
        rules = {rule.id: rule for overlay in reversed(Overlay) for rule in all_rules(overlay) if rule.length}
        choices = sorted((f"{rule.name}（{rule.basis[0]}）", rule.id) for rule in rules.values())
        self.fields["rule"].choices = [("", _("请选择")), *((id, words) for words, id in choices)]  # type: ignore[attr-defined]

    def clean_pauses(self) -> list[Pause]:
        found = []
        for number, line in enumerate(str(self.cleaned_data["pauses"]).splitlines(), start=1):
            words = line.replace("至", " ").replace("/", " ").replace("—", " ").split()
            if not words:
                continue
            try:
                first, last = (date.fromisoformat(word) for word in words)
            except ValueError:
                text = _("第 %(n)s 行读不懂：请写成 2026-03-10 2026-03-19。") % {"n": number}
                raise ValidationError(text) from None
            if last < first:
                raise ValidationError(_("第 %(n)s 行的止日早于起日。") % {"n": number})
            found.append(Pause(first, last))
        return found

    def moment(self, unit: Unit) -> date | datetime:
        """Return the start as the rule counts: a day, or a moment where it counts hours."""
        start: date = self.cleaned_data["start"]
        time = self.cleaned_data.get("time")
        return datetime.combine(start, time) if unit is Unit.HOUR and time else start


class StepForm(forms.Form):
    """Where does the case stand, and by whose rules?"""

    step = forms.ChoiceField(label=_l("案件到哪一步了"), required=False)
    overlay = forms.ChoiceField(label=_l("按哪套规定"), choices=OVERLAYS, required=False)

    def __init__(self, table: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step.id, step.name) for step in table.steps.values()]
        self.fields["step"].choices = [("", _("不标出")), *steps]  # type: ignore[attr-defined]
