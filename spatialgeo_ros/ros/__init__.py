"""The ROS 2 border: the only folder that imports rclpy, tf2 or messages."""
