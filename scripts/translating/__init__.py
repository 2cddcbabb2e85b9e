"""How the sentences of the package come into the catalogue of posture_watch/texts/."""
