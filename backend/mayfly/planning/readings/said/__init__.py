"""What was said of each topic, in the forms in which planning takes it."""
