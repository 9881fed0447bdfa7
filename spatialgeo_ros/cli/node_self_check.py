"""Print the self-check of the running `spatialgeo` node: one line for everything a scene needs, with the remedy.

Exit code 0 when all is well, 1 when a line says FAIL, 2 when there is no node (same ROS_DOMAIN_ID?).
"""

from __future__ import annotations

import argparse

from spatialgeo_ros.cli.node_ask import add_node_arguments, node_client


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_node_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    with node_client(arguments) as client:
        from spatialgeo_ros.ros.remote_check import remote_check

        success, text = remote_check(client, arguments.node, arguments.timeout_s)
    print(text)
    return 0 if success else 1
