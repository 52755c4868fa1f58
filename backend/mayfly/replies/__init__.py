"""What a person answers, in whatever form a client sends it, and what that means for what was asked."""
