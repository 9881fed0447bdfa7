"""A scene by a model that knows things by sight: depth, segments and names from colour. Knows no torch."""
