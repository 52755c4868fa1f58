"""A script's run: read, put into its environment, run, its model chosen and written as STEP."""
