"""What a person sees in a terminal: progress, the live line, sentences. The only room where rich is imported."""
