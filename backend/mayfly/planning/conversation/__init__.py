"""What a message wants, and what an answer to a question means."""
