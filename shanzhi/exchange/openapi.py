"""How is the API described to a machine? OpenAPI 3.1, built from the same names the code uses."""

from typing import Any

from shanzhi.dispatch.models import Step
from shanzhi.intake.models import Stage

ERROR = {"$ref": "#/components/responses/Refusal"}
PARTLY = {
    "description": "照片没有收下（415 打不开或不是照片，413 太大）。其余内容已收下时，同时给出回执，请不要重发。",
    "content": {
        "application/problem+json": {
            "schema": {"anyOf": [{"$ref": "#/components/schemas/Refusal"}, {"$ref": "#/components/schemas/Receipt"}]}
        }
    },
}


def document(server_url: str, county_name: str) -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"善治开放接口 · {county_name}",
            "version": "1",
            "description": "收诉求、查进度、读事件。时间为 ISO 8601（东八区），坐标为 WGS-84 经纬度。",
        },
        "servers": [{"url": server_url}],
        "paths": {
            "/api/v1/reports": {"post": _post_report()},
            "/api/v1/reports/{number}": {"get": _get_report()},
            "/api/v1/matters": {"get": _get_matters()},
        },
        "components": {"schemas": _schemas(), "responses": _responses(), "securitySchemes": _security()},
    }


def _post_report() -> dict[str, Any]:
    body = {"$ref": "#/components/schemas/NewReport"}
    return {
        "operationId": "createReport",
        "summary": "提交一件诉求；不需要登录",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 80},
                "description": "同一键同一内容重发，得到同一回执；同一键不同内容被拒绝（409）。",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": body},
                "multipart/form-data": {"schema": {"$ref": "#/components/schemas/NewReportWithPhotos"}},
            },
        },
        "responses": {
            "201": {
                "description": "已收到",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}},
            },
            **dict.fromkeys(("400", "409", "413", "415", "422", "429"), ERROR),
            **dict.fromkeys(("413", "415"), PARTLY),
        },
    }


def _get_report() -> dict[str, Any]:
    return {
        "operationId": "getReport",
        "summary": "凭回执查进度",
        "parameters": [
            {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "secret", "in": "query", "required": True, "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": "公开进度与经过",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReportStatus"}}},
            },
            "404": ERROR,
        },
    }


def _get_matters() -> dict[str, Any]:
    names = ("step", "agency", "area", "type", "source", "light", "urgency", "q", "since", "until", "after")
    return {
        "operationId": "listMatters",
        "summary": "读事件（需接入密钥，权限 dispatch.read_matters）",
        "security": [{"machineToken": []}],
        "parameters": [
            *({"name": name, "in": "query", "schema": {"type": "string"}} for name in names),
            {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
            },
        ],
        "responses": {
            "200": {
                "description": "按到期时间排列的一页；next 给出下一页的 after",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/MatterPage"}}},
            },
            **dict.fromkeys(("401", "403", "422"), ERROR),
        },
    }


def _schemas() -> dict[str, Any]:
    text = {"type": "string"}
    moment = {"type": ["string", "null"], "format": "date-time"}
    new = {
        "text": {"type": "string", "minLength": 2, "maxLength": 5000, "description": "反映内容"},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "crs": {"type": "string", "enum": ["wgs84", "gcj02", "bd09"], "description": "坐标系，不写就是 wgs84"},
        "point": {"type": "string", "description": "二维码点位码；给了它就不需要坐标"},
        "category": {"type": "string", "description": "反映入口代码"},
        "contact": {"type": "string", "description": "手机、座机或邮箱；加密保存，选填"},
        "place": {"type": "string", "maxLength": 160, "description": "地点描述"},
        "language": {"type": "string", "enum": ["zh-hans", "en"]},
        "outside_number": {"type": "string", "maxLength": 60, "description": "来源系统的单号"},
    }
    return {
        "NewReport": {"type": "object", "required": ["text"], "properties": new, "additionalProperties": False},
        "NewReportWithPhotos": {"type": "object", "required": ["text"], "properties": {**new, "photos": PHOTOS}},
        **_answers(text, moment),
    }


PHOTOS = {"type": "array", "maxItems": 9, "items": {"type": "string", "format": "binary"}}


def _answers(text: dict[str, Any], moment: dict[str, Any]) -> dict[str, Any]:
    matter = {
        "number": text, "title": text, "step": {"enum": list(Step.values)}, "step_label": text, "agency": text,
        "area_code": text, "place": text, "type": text, "source": text, "urgency": {"type": "integer"},
        "lon": {"type": ["number", "null"]}, "lat": {"type": ["number", "null"]}, "opened_at": moment,
        "due_at": moment, "light": {"enum": ["green", "yellow", "red", "grey", None]}, "report_count": {"type": "integer"},
    }  # fmt: skip
    event = {"at": moment, "text": text}
    return {
        "Receipt": _object({"number": text, "secret": text, "track_url": text}),
        "ReportStatus": _object(
            {
                "number": text,
                "stage": {"enum": list(Stage.values)},
                "stage_label": text,
                "sentence": text,
                "handler": text,
                "due_on": {"type": ["string", "null"], "format": "date"},
                "answer": text,
                "timeline": {"type": "array", "items": _object(event)},
            }
        ),  # fmt: skip
        "Matter": _object(matter),
        "MatterPage": _object(
            {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/Matter"}},
                "next": {"type": ["string", "null"]},
            }
        ),
        "Refusal": {
            "type": "object",
            "required": ["status", "code", "detail"],
            "properties": {"status": {"type": "integer"}, "code": text, "detail": text, "field": text},
        },
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _responses() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Refusal"}
    return {
        "Refusal": {
            "description": "未接受，detail 说明原因",
            "content": {"application/problem+json": {"schema": schema}},
        }
    }


def _security() -> dict[str, Any]:
    return {"machineToken": {"type": "http", "scheme": "bearer", "description": "由县管理员签发"}}
