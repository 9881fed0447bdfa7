"""Puts this folder on the module path, for what tests of several folders share: bag_writing.py."""
