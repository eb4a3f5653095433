"""What does the map's query cost, through HTTP with 8 clients, at growing counties, against its raw query?

Ours: GET /map/points.geojson for a box of 0.05 degrees: points, or clusters when they are many. Raw: pgbench reading the
same rows of the same box by the same index.
"""

from .reading import Reading, county, measure

SIDE = 0.05


def _box() -> tuple[float, float]:
    """Return the corner of a box around the busiest village."""
    from shanzhi.registry.models import Area

    village = Area.objects.filter(county=county(), level="village", lon__isnull=False).order_by("code").first()
    assert village is not None and village.lon is not None and village.lat is not None
    return round(village.lon - SIDE / 2, 4), round(village.lat - SIDE / 2, 4)


def path() -> str:
    west, south = _box()
    return f"/map/points.geojson?bbox={west},{south},{west + SIDE:.4f},{south + SIDE:.4f}"


def script() -> str:
    west, south = _box()
    box = f"(({west + SIDE:.4f},{south + SIDE:.4f}),({west},{south}))"
    return (
        "SELECT subject_id, number, title, step_label, lon, lat, due_at, paused_for FROM dispatch_workitem"
        f" WHERE county = '{county()}' AND is_open AND loc <@ '{box}'::box LIMIT 401;\n"
    )


if __name__ == "__main__":
    measure(__doc__ or "", Reading(path, script))
