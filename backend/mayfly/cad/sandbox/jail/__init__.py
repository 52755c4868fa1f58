"""The jail around a child: what it may do, and the proof that each layer of it holds."""
