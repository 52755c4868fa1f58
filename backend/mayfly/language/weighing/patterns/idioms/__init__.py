"""How people write and speak: drawing notes, lists, the workshop, everyday words."""
