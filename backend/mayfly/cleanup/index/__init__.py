"""The index: every statement on the SQLite file with the models' deadlines."""
