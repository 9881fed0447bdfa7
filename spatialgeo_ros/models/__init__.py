"""Files of SpatialGeo and what opens them: weights to a `Vision` of a chosen runtime, and to a speaker in its own process."""
