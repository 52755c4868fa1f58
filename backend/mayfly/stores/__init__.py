"""Where models live until their deadlines: what a store promises, and one for many machines."""
