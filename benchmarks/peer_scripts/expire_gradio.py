"""Times one turn of gradio's delete_cache: PLACE OLD YOUNG; prints seconds. Run by the peers' Python.

It calls what ``Blocks(delete_cache=...)`` calls on schedule, on a real Blocks that
tracks these files. Gradio judges by ctime, which can't be set: the old files are
those written first.
"""

import os
import sys
import time

import gradio
from gradio.route_utils import delete_files_created_by_app

place, old, young = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
names = set()


def write(kind: str, count: int) -> None:
    """Write files that the app has made."""
    for number in range(count):
        path = os.path.join(place, f"{kind}-{number}.step")  # noqa: PTH118 (gradio keeps texts)
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(b"x" * 2013)
        names.add(path)


with gradio.Blocks(delete_cache=(1, 1800)) as blocks:
    pass
blocks.temp_file_sets.append(names)
write("old", old)
time.sleep(0.1)
middle = time.time()
time.sleep(2)
write("young", young)
begin = time.perf_counter()
delete_files_created_by_app(blocks, time.time() - middle)
end = time.perf_counter()
assert len(names) == young, len(names)
print(end - begin)
