"""What the zygote does before its first fork: load CadQuery, learn its pages, make forks cheap."""
