"""PostgreSQL and a bucket for Aegra's tests."""

from tests.stores.conftest import postgres as postgres
from tests.stores.conftest import seaweed as seaweed
