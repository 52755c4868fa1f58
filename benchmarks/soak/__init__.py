"""Everything at once for an hour: all doors, hostile scripts, kills, full disks, clock steps.

``python -m benchmarks.soak --minutes 60`` runs it; by hand, never in tests.
"""
