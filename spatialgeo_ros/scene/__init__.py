"""From points to objects, relations and distances: what is where in one frame, and over time."""
