"""Which Fast DDS profile a process starts with: the user's own, or one of ours with room for images in shared memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

# Fast DDS 2 and 3 read different names. Another RMW reads neither.
VARIABLES = ("FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE")
LOCALHOST, IMAGES = "fastdds_localhost.xml", "fastdds_images.xml"
_CONFIG = Path(__file__).resolve().parents[2] / "config"
_SHARE_FROM_PREFIX = Path("share") / "spatialgeo_ros" / "config"


def profile_variables(name: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables that name the profile: what the user set, else our file, from the checkout or where colcon put it.

    name: LOCALHOST or IMAGES. variables: the environment. Empty when neither is there.
    """
    profile = next((variables[variable] for variable in VARIABLES if variables.get(variable)), None) or _our_file(
        name, variables)
    return dict.fromkeys(VARIABLES, profile) if profile else {}


def _our_file(name: str, variables: Mapping[str, str]) -> str | None:
    prefixes = [Path(prefix) for prefix in variables.get("AMENT_PREFIX_PATH", "").split(os.pathsep) if prefix]
    for folder in (_CONFIG, *(prefix / _SHARE_FROM_PREFIX for prefix in prefixes)):
        if (folder / name).is_file():
            return str(folder / name)
    return None


def give_room_for_images() -> None:
    """Let the participants that this process makes from now on hold images in shared memory."""
    os.environ.update(profile_variables(IMAGES, os.environ))
