"""What do worklist, matter page and map cost at growing counties? The three benches of these names on one county: a million
matters take minutes to write, so they are written once.
"""

from . import map as map_bench
from . import matter, worklist
from .reading import Reading, measure_all

if __name__ == "__main__":
    measure_all(
        __doc__ or "",
        {
            "worklist_": Reading(worklist.path, worklist.script),
            "matter_": Reading(matter.path, matter.script),
            "map_": Reading(map_bench.path, map_bench.script),
        },
    )
