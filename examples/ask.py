#!/usr/bin/env python3
"""Ask the node in words: python examples/ask.py "What is on the table?" """

import sys

from spatialgeo_ros.ros.client import SpatialGeoClient

with SpatialGeoClient() as client:
    for question in sys.argv[1:] or ["What do you see?"]:
        print(client.ask(question).text)
