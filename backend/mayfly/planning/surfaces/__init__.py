"""What a part offers to features: its faces and edges, and which of them a phrase selects."""
