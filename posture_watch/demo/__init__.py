"""The demo's actor: a credited portrait that sits well, sinks, leans in, tilts and leaves, made in memory."""
