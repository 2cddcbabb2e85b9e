"""How little the monitor may take: battery, heat, its own share of the processor, threads, priority. Senses say what
is so or that it is not known; only `pace` decides. Nothing here knows of posture."""
