"""Times diskcache's expiry: PLACE OLD YOUNG; prints seconds. Run by the peers' Python."""

import sys
import time

import diskcache

place, old, young = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
content = b"x" * 2013
with diskcache.Cache(place, disk_min_file_size=0, eviction_policy="none", cull_limit=0) as cache:
    with cache.transact():
        for number in range(old):
            cache.set(f"old-{number}", content, expire=0.001)
    with cache.transact():
        for number in range(young):
            cache.set(f"young-{number}", content, expire=3600)
    time.sleep(0.01)
    begin = time.perf_counter()
    removed = 0
    while count := cache.expire():  # one call does not take all rows that share a deadline
        removed += count
    end = time.perf_counter()
assert removed == old, removed
print(end - begin)
