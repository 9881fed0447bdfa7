"""How the bundled networks are made. Needs torch, which nothing else does."""
