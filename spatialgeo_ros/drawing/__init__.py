"""Pictures of a scene for people: on the image, and from above."""
