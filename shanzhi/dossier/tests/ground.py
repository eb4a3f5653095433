"""A small fictional agency (示例) with its letterhead, and the facts of one invented case, for the tests of this room."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shanzhi.dossier import actions
from shanzhi.dossier.models import Document, Letterhead
from shanzhi.identity.models import Grant, Role, User
from shanzhi.registry.models import Agency, County, Officer

CODE = "990101"
TODAY = date(2026, 7, 15)
PERMISSIONS = [
    "dossier.read_documents",
    "dossier.write_document",
    "dossier.approve_document",
    "dossier.seal_document",
    "dossier.serve_document",
    "dossier.add_evidence",
    "dossier.exclude_evidence",
    "dossier.open_original",
    "dossier.bind_volume",
    "dossier.edit_letterhead",
]
FACTS: dict[str, Any] = {
    "party_kind": "person",
    "party_name": "陈示例",
    "party_id_no": "11010519491231002X",
    "party_sex": "男",
    "party_address": "示例县清溪街道示范路3号",
    "case_no": "示综执案〔2026〕12号",
    "cause": "擅自在城市道路摆设摊点",
    "filed_on": date(2026, 7, 5),
    "violated": ["《浙江省城市市容和环境卫生管理条例》第二十条"],
    "basis": ["《浙江省城市市容和环境卫生管理条例》第四十条"],
    "evidence_list": [
        {"证据编号": "1", "证据名称": "现场照片三张", "证据种类": "视听资料", "证明对象": "占道经营的时间、地点和面积"},
        {"证据编号": "2", "证据名称": "询问笔录", "证据种类": "当事人的陈述", "证明对象": "当事人承认占道经营"},
    ],
    "fine": "200.00",
    "notice_number": "示综执罚告字〔2026〕第000012号",
    "notice_served_on": date(2026, 7, 8),
    "payment_due_on": date(2026, 7, 30),
}
WORDS = {
    "facts_found": "2026年7月5日6时30分，当事人在示范路3号门前人行道上摆设早餐摊点，占用面积约四平方米。",
    "discretion_reasons": "当事人系首次违法，配合调查，及时改正，依照裁量基准从轻处罚。",
    "decision_text": "处以罚款200.00元（人民币贰佰元整）。",
}


@dataclass
class Ground:
    """The county, the bureau and the people in it. The bureau itself stands in for the case documents are about."""

    county: County
    bureau: Agency
    team: Agency
    author: User
    reviewer: User
    officer: Officer

    def draft(self, template: str = "penalty_decision", **more: Any) -> Document:
        values: dict[str, Any] = {"facts": FACTS, "free": WORDS, "subject": self.bureau, "agency": self.team}
        return actions.draw_up(template=template, **{**values, **more}, by=self.author, on=TODAY)

    def reviewed(self, **more: Any) -> Document:
        document = self.draft(**more)
        actions.submit_for_review(document_id=document.pk, by=self.author, on=TODAY)
        return actions.approve_document(document_id=document.pk, by=self.reviewer, on=TODAY)

    def sealed(self, **more: Any) -> Document:
        return actions.number_and_seal(document_id=self.reviewed(**more).pk, by=self.reviewer, on=TODAY)


def make_ground() -> Ground:
    county = County.objects.create(code=CODE, name="示例县", english_name="Sample County", is_sample=True)
    bureau = Agency.objects.create(
        county=CODE, code="B", name="示例县综合行政执法局", short_name="综合执法局", kind=Agency.Kind.BUREAU
    )
    team = Agency.objects.create(
        county=CODE,
        code="T",
        name="示例镇综合行政执法队",
        short_name="示例镇执法队",
        kind=Agency.Kind.TEAM,
        parent=bureau,
    )
    Letterhead.objects.create(
        county=CODE,
        agency=bureau,
        full_name="示例县综合行政执法局",
        mark="示综执",
        address="示例县示范大道8号",
        phone="0570-0000000",
        bank_name="示例农村商业银行",
        bank_address="示例县示范路1号",
        review_organ="示例县人民政府",
        court="示例县人民法院",
        is_sample=True,
    )
    role = Role.objects.create(county=CODE, code="all", name="示例角色", permissions=PERMISSIONS)
    author, reviewer = (
        User.objects.create(county=CODE, username=name, display_name=shown, is_sample=True)
        for name, shown in (("writer", "经办甲（示例）"), ("checker", "审核乙（示例）"))
    )
    for user in (author, reviewer):
        Grant.objects.create(county=CODE, user=user, role=role, from_on=date(2026, 1, 1))
    officer = Officer.objects.create(
        county=CODE,
        user=author,
        name="经办甲",
        standing=Officer.Standing.OFFICER,
        working_agency=team,
        certificate_no="33080000001",
        certificate_until=date(2030, 1, 1),
    )
    return Ground(county, bureau, team, author, reviewer, officer)
