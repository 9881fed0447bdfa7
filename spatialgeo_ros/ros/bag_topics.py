"""Which topics of a bag are the camera's: the ones asked for, else the only ones that fit each other. No ROS in here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.ros.bag_file import Bag, BagTopic
from spatialgeo_ros.ros.images import depth_from_msg, is_colour, is_compressed, is_depth, rgb_from_msg

_IMAGE = ("sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage")
_CAMERA_INFO = ("sensor_msgs/msg/CameraInfo",)
_GREY = ("mono8", "8UC1", "mono16")  # of infrared cameras, as a rule
_TRANSPORTS = ("/compressedDepth", "/compressed")


@dataclass(frozen=True)
class CameraTopics:
    """Names of the topics of one camera; "" where they are to be found out."""

    image: str = ""
    depth: str = ""
    camera_info: str = ""


@dataclass(frozen=True)
class _Seen:
    """What the first message of a topic tells. size: (height, width), None when it cannot be told."""

    topic: BagTopic
    encoding: str
    frame_id: str
    size: tuple[int, int] | None

    def __str__(self) -> str:
        size = f"{self.size[1]}x{self.size[0]}, " if self.size else ""
        return f"{self.topic.name} ({self.encoding or _short(self.topic.type)}, {size}frame {self.frame_id!r})"


def choose_topics(bag: Bag, wanted: CameraTopics) -> CameraTopics:
    """Complete what is wanted by what the bag holds.

    ConfigError with the bag's topics and the parameter to set, where a wanted topic is missing or several would do.
    """
    image = _image(bag, wanted)
    depth = _depth(bag, wanted, image)
    return CameraTopics(image.topic.name, depth.topic.name, _camera_info(bag, wanted, image).topic.name)


def _image(bag: Bag, wanted: CameraTopics) -> _Seen:
    if wanted.image:
        return _asked_for(bag, "image_topic", wanted.image, _IMAGE)
    seen = _raw_ones([item for item in _look(bag, _IMAGE) if is_colour(item.encoding)])
    colour = [item for item in seen if item.encoding not in _GREY] or seen
    depths = [item for item in _look(bag, _IMAGE) if is_depth(item.encoding)]
    registered = [item for item in colour if any(_fits(item, depth) for depth in depths)]
    return _only(bag, "image_topic", "colour image", registered or colour)


def _depth(bag: Bag, wanted: CameraTopics, image: _Seen) -> _Seen:
    if wanted.depth:
        return _asked_for(bag, "depth_topic", wanted.depth, _IMAGE)
    seen = _raw_ones([item for item in _look(bag, _IMAGE) if is_depth(item.encoding) and item.topic != image.topic])
    depths = [item for item in seen if item.encoding not in _GREY] or seen
    registered = [item for item in depths if _fits(image, item)]
    return _only(bag, "depth_topic", "depth image", registered or depths)


def _camera_info(bag: Bag, wanted: CameraTopics, image: _Seen) -> _Seen:
    if wanted.camera_info:
        return _asked_for(bag, "info_topic", wanted.camera_info, _CAMERA_INFO)
    beside = f"{_base(image.topic.name).rpartition('/')[0]}/camera_info"  # image_transport's rule
    if beside in bag.topics and bag.topics[beside].type in _CAMERA_INFO:
        return _seen(bag, bag.topics[beside])
    seen = list(_look(bag, _CAMERA_INFO))
    return _only(bag, "info_topic", "camera_info", [item for item in seen if _fits(image, item)] or seen)


def _asked_for(bag: Bag, parameter: str, name: str, types: Sequence[str]) -> _Seen:
    topic = bag.topics.get(name) or bag.topics.get(f"/{name}")
    if topic is None:
        raise ConfigError(f"bag {bag.path} has no messages on {name} ({_option(parameter)}); {_listed(bag)}")
    if topic.type not in types:
        raise ConfigError(f"{name} ({_option(parameter)}) is of type {topic.type}, expected {' or '.join(types)}; "
                          f"{_listed(bag)}")
    return _seen(bag, topic)


def _only(bag: Bag, parameter: str, what: str, found: Sequence[_Seen]) -> _Seen:
    if not found:
        raise ConfigError(f"bag {bag.path} has no {what} that can be used, and one is needed ({_option(parameter)}); "
                          f"{_listed(bag)}")
    if len(found) > 1:
        raise ConfigError(f"bag {bag.path} has {len(found)} topics that could be the {what}: "
                          f"{', '.join(map(str, found))}; choose one with {_option(parameter)}")
    return found[0]


def _option(parameter: str) -> str:
    return f"parameter {parameter}, on the command line --{parameter.replace('_', '-')}"


def _look(bag: Bag, types: Sequence[str]) -> list[_Seen]:
    return [_seen(bag, topic) for topic in bag.topics.values() if topic.type in types]


def _seen(bag: Bag, topic: BagTopic) -> _Seen:
    message = bag.first(topic.name).message
    if topic.type in _CAMERA_INFO:
        return _Seen(topic, "", message.header.frame_id, (message.height, message.width))
    if not is_compressed(message):
        return _Seen(topic, message.encoding, message.header.frame_id, (message.height, message.width))
    # "16UC1; compressedDepth png", or "rgb8; jpeg compressed bgr8", or only "jpeg"
    encoding, _, transport = message.format.partition(";")
    if "compresseddepth" in transport.lower():
        return _Seen(topic, encoding.strip(), message.header.frame_id, _size(message, depth_from_msg))
    if is_depth(encoding.strip()):  # by the wrong transport: neither colour nor metres
        return _Seen(topic, message.format, message.header.frame_id, None)
    return _Seen(topic, "bgr8", message.header.frame_id, _size(message, rgb_from_msg))


def _size(message: Any, decode: Callable[[Any], Any]) -> tuple[int, int] | None:
    try:
        height, width = decode(message).shape[:2]
    except InputError:  # told when the image is used
        return None
    return int(height), int(width)


def _fits(image: _Seen, other: _Seen) -> bool:
    sizes = (image.size, other.size)
    return image.frame_id == other.frame_id and (None in sizes or image.size == other.size)


def _raw_ones(seen: Sequence[_Seen]) -> list[_Seen]:
    """Without the compressed topics beside which the raw one was recorded too."""
    names = {item.topic.name for item in seen}
    return [item for item in seen if _base(item.topic.name) == item.topic.name or _base(item.topic.name) not in names]


def _base(name: str) -> str:
    for suffix in _TRANSPORTS:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _listed(bag: Bag) -> str:
    rows = [f"{topic.name} ({_short(topic.type)}, {topic.count})" for topic in bag.topics.values()]
    shown = ", ".join(rows[:40]) + (f" and {len(rows) - 40} more" if len(rows) > 40 else "")
    return f"it has {shown}" if rows else "it is empty"


def _short(type_name: str) -> str:
    return type_name.replace("/msg/", "/")
