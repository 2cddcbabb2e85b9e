"""Input that means harm, drawn from a seed: what each door of the program makes of it, and whether it stands."""
