"""The warm process: stays between commands with workshop and planner loaded, and ends by itself.

``client`` is what a command uses, ``server`` what runs in the process, ``folder`` where the two meet.
"""
