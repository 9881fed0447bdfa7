"""Scores of the measured path against annotated real frames and simulated rooms. No ROS."""
