"""The two image encoders of SpatialGeo: semantic, with its text tower, and geometric. Needs torch, but for the settings."""
