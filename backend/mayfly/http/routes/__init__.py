"""The endpoints, one module for each subject.

The routes are closures in ``add_…_routes`` functions, which add them to the application's own
router: LangGraph Server wraps each route's ``app``, which an included router does not have.
"""
