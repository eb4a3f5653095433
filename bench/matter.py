"""What does the page of one matter cost, through HTTP with 8 clients, at growing counties, against its raw queries?

Ours: GET /matters/…/, signed in: next step, people, reports, tasks, answers, timeline. Raw: pgbench reading the matter, its
tasks, reports and events.
"""

from .reading import Reading, measure


def _matter() -> str:
    from shanzhi.dispatch.models import Matter

    return str(Matter.objects.filter(step="in_hand").order_by("opened_at").values_list("pk", flat=True).first())


def path() -> str:
    return f"/matters/{_matter()}/"


def script() -> str:
    one = _matter()
    return (
        f"SELECT * FROM dispatch_matter WHERE id = '{one}';\n"
        f"SELECT * FROM dispatch_task WHERE matter_id = '{one}';\n"
        f"SELECT r.* FROM intake_report r JOIN dispatch_reportlink l ON l.report_id = r.id WHERE l.matter_id = '{one}';\n"
        f"SELECT * FROM ledger_event WHERE thread_id = '{one}' ORDER BY seq;\n"
    )


if __name__ == "__main__":
    measure(__doc__ or "", Reading(path, script))
