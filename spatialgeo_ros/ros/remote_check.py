"""The self-check of a node that runs elsewhere, through its service."""

from __future__ import annotations

from std_srvs.srv import Trigger

from spatialgeo_ros.ros.client import SpatialGeoClient


def remote_check(client: SpatialGeoClient, target: str, timeout_s: float) -> tuple[bool, str]:
    """Whether all is well, and the lines that say so. Raises ClientError when the node does not answer."""
    service = client.node.create_client(Trigger, f"{target}/self_check")
    response = client.call(service, Trigger.Request(), timeout_s)
    return response.success, response.message
