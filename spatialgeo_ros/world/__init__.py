"""Procedural furnished rooms, a ray-cast RGB-D camera in them, and what is true there.

numpy alone builds rooms and moves the camera; Open3D is imported when something is rendered or measured on meshes.
"""
