"""Build workers: jobs as JSON in the store's database, done by ``mayfly worker`` on other machines."""
