"""What runs in the zygote and its children: loaded there alone, never in the server."""
