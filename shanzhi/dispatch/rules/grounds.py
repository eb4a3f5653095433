"""For which reasons may time be added or stand still? The county's own list; a statute's grounds belong to cases."""

EXTENSION_GROUNDS = ("案情复杂", "需多部门会商", "等待检测鉴定", "当事人限期整改中", "天气或交通影响", "其他（写明）")
PAUSE_GROUNDS = ("等待检测鉴定", "调取资料", "等待有权机关认定", "当事人无法联系", "不可抗力")
SHELF_GROUND = "挂账"
