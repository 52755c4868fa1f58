"""What is spoken of: parts, their components, features, and how many."""
