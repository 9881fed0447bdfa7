"""A DDS domain of one's own on this machine only, so that a demo neither hears nor disturbs a robot."""

from __future__ import annotations

import os
import random
import socket

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros.fast_dds import LOCALHOST, profile_variables

# Above 100 the ports of a domain reach into Linux' ephemeral range; the lowest are what people use.
FREE_DOMAINS = range(20, 100)


def local_variables(domain: int | None) -> dict[str, str]:
    """The environment that keeps a process on this machine and in this domain; None picks one that looks free."""
    if domain is not None and not 0 <= domain <= 232:
        raise ConfigError(f"DDS domain {domain} does not exist; choose 0 to 232")
    variables = {"ROS_DOMAIN_ID": str(_free_domain() if domain is None else domain),
                 "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}
    if os.environ.get("ROS_DISTRO") == "humble":  # later ones warn about it
        variables["ROS_LOCALHOST_ONLY"] = "1"
    return {**variables, **profile_variables(LOCALHOST, os.environ)}


def _free_domain() -> int:
    for domain in random.sample(FREE_DOMAINS, len(FREE_DOMAINS)):
        if all(_can_bind(7400 + 250 * domain + 10 + 2 * participant) for participant in range(4)):  # DDSI-RTPS 9.6.1.1
            return domain
    raise ConfigError(f"every DDS domain from {FREE_DOMAINS[0]} to {FREE_DOMAINS[-1]} is in use on this machine; "
                      "end some ROS 2 processes or give --domain")


def _can_bind(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True
