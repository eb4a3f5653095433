"""What does a page of the worklist cost, through HTTP with 8 clients, at growing counties, against its raw query?

Ours: the worklist, signed in, 50 lines with lights, count and filters. Raw: pgbench reading the same 51 rows by the same index.
"""

from .reading import Reading, county, measure


def path() -> str:
    from django.urls import reverse

    return reverse("dispatch:worklist")


def script() -> str:
    return (
        f"SELECT * FROM dispatch_workitem WHERE county = '{county()}' AND is_open"
        " ORDER BY sort_at, subject_id LIMIT 51;\n"
    )


if __name__ == "__main__":
    measure(__doc__ or "", Reading(path, script))
