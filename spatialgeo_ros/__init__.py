"""From camera frames to a measured scene, spatial relations and answers.

Keep this file empty otherwise: rosidl installs an empty one in its place on some ROS 2 distributions. The line below
joins the source tree with the generated `msg` and `srv`, wherever those were installed.
"""

__path__ = __import__("pkgutil").extend_path(__path__, __name__)
