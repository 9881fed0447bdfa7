"""ros/bag_file.py, which needs no ROS: every kind of bag reads the same, and what cannot be read says why."""

from __future__ import annotations

import builtins
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from bag_writing import (
    COLOUR_TOPIC,
    DEPTH_TOPIC,
    FRAME,
    INFO_TOPIC,
    KINDS,
    LATENCY_NS,
    ROOT,
    SECOND_NS,
    SMALL_K,
    START_NS,
    bag_path,
    small_depth_mm,
    small_rgb,
    write_camera,
    writing,
)
from rosbags.interfaces import MessageDefinition, MessageDefinitionFormat
from rosbags.rosbag2 import CompressionMode

from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.ros import bag_file
from spatialgeo_ros.ros.bag_file import Bag, is_bag
from spatialgeo_ros.ros.bag_types import BagTypes
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg

COUNT = 5


def written(folder: Path, kind: str, **options: Any) -> Path:
    path = bag_path(folder, kind)
    with writing(path, kind, **options) as bag:
        for k in range(COUNT):
            write_camera(bag, START_NS + k * SECOND_NS, seed=k)
    return path


def read_all(path: Path) -> list[np.ndarray]:
    with Bag(path) as bag:
        return [rgb_from_msg(item.message) for item in bag.messages((COLOUR_TOPIC,))]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_is_read(tmp_path: Path, kind: str) -> None:
    with Bag(written(tmp_path, kind)) as bag:
        assert {name: (topic.type, topic.count) for name, topic in bag.topics.items()} == {
            COLOUR_TOPIC: ("sensor_msgs/msg/Image", COUNT), DEPTH_TOPIC: ("sensor_msgs/msg/Image", COUNT),
            INFO_TOPIC: ("sensor_msgs/msg/CameraInfo", COUNT)}
        colour = list(bag.messages((COLOUR_TOPIC,)))
        depth = bag.first(DEPTH_TOPIC)
        info = bag.first(INFO_TOPIC).message
    assert [item.log_ns for item in colour] == [START_NS + k * SECOND_NS + LATENCY_NS for k in range(COUNT)]
    np.testing.assert_array_equal(rgb_from_msg(colour[3].message), small_rgb(3))
    np.testing.assert_allclose(depth_from_msg(depth.message), small_depth_mm() * 0.001, rtol=1e-6)
    assert (info.height, info.width, info.distortion_model, info.header.frame_id) == (24, 32, "plumb_bob", FRAME)
    assert (info.k[0], info.k[4], info.k[2], info.k[5]) == SMALL_K
    assert (len(info.d), len(info.p)) == (5, 12)


@pytest.mark.parametrize("kind", KINDS)
def test_reading_may_begin_later(tmp_path: Path, kind: str) -> None:
    begin_ns = START_NS + 2 * SECOND_NS
    with Bag(written(tmp_path, kind)) as bag:
        found = [(item.topic, item.log_ns) for item in bag.messages((COLOUR_TOPIC, INFO_TOPIC), begin_ns)]
        assert list(bag.messages(("/nothing",))) == []
    assert len(found) == 6
    assert found == sorted(found, key=lambda item: item[1])
    assert found[0][1] == begin_ns + LATENCY_NS


@pytest.mark.parametrize(("kind", "mode"), [("sqlite3", CompressionMode.FILE), ("sqlite3", CompressionMode.MESSAGE),
                                            ("mcap", CompressionMode.FILE), ("mcap", CompressionMode.MESSAGE),
                                            ("mcap", CompressionMode.STORAGE)])
def test_compressed_bags_read_the_same(tmp_path: Path, kind: str, mode: CompressionMode) -> None:
    np.testing.assert_array_equal(read_all(written(tmp_path, kind, compression=mode))[4], small_rgb(4))


@pytest.mark.parametrize(("kind", "suffix"), [("sqlite3", ".db3"), ("mcap", ".mcap")])
def test_one_file_of_a_folder_is_enough(tmp_path: Path, kind: str, suffix: str) -> None:
    (file,) = written(tmp_path, kind).glob(f"*{suffix}")
    assert len(read_all(file)) == COUNT
    assert is_bag(file) and is_bag(file.parent) and not is_bag(tmp_path)


def test_a_bag_without_definitions_is_read_by_the_known_ones(tmp_path: Path) -> None:
    """As recorders up to Humble write them."""
    path = written(tmp_path, "sqlite3")
    with sqlite3.connect(path / f"{path.name}.db3") as base:
        base.execute("DELETE FROM message_definitions")
    np.testing.assert_array_equal(read_all(path)[2], small_rgb(2))


def test_a_definition_that_nobody_understands_harms_its_own_topic_only(tmp_path: Path) -> None:
    path = written(tmp_path, "mcap")
    broken = tmp_path / "broken"
    with writing(broken, "mcap") as bag:
        write_camera(bag, START_NS)
        bag._writer.write(bag._writer.add_connection("/odd", "odd/msg/Odd", msgdef="wstring[<=3] ~text", rihs01="RIHS01_0"),
                          START_NS, b"\x00\x01\x00\x00")
    np.testing.assert_array_equal(read_all(broken)[0], read_all(path)[0])
    with Bag(broken) as read, pytest.raises(InputError, match="cannot be read"):
        read.first("/odd")


def test_a_slash_before_a_frame_of_ros_1_goes(tmp_path: Path) -> None:
    path = bag_path(tmp_path, "ros1")
    with writing(path, "ros1") as bag:
        bag.transform(START_NS, "/map", "/camera", (1.0, 2.0, 3.0))
        bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "rgb8", frame_id="/camera")
    with Bag(path) as bag:
        (item,) = bag.first("/tf").message.transforms
        assert (item.header.frame_id, item.child_frame_id) == ("map", "camera")
        assert bag.first(COLOUR_TOPIC).message.header.frame_id == "camera"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.6, 0.02])
def test_a_bag_that_was_cut_short_is_refused_with_its_remedy(tmp_path: Path, kind: str, share: float) -> None:
    path = written(tmp_path, kind)
    file = path if path.is_file() else next(item for item in path.iterdir() if item.suffix in (".db3", ".mcap"))
    content = file.read_bytes()
    file.write_bytes(content[:int(share * len(content))])
    with pytest.raises(InputError, match=r"cannot be read: .+ (reindex|recover)`"):
        read_all(path)


def test_a_damaged_chunk_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "mcap", compression=CompressionMode.STORAGE)
    (file,) = path.glob("*.mcap")
    content = bytearray(file.read_bytes())
    middle = len(content) // 3
    content[middle:middle + 2000] = bytes(2000)
    file.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read_all(path)


def without_metadata(folder: Path) -> Path:
    path = written(folder, "sqlite3")
    (path / "metadata.yaml").unlink()
    return path


def of_unknown_compression(folder: Path) -> Path:
    path = written(folder, "sqlite3", compression=CompressionMode.MESSAGE)
    metadata = path / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("compression_format: zstd", "compression_format: lz5"))
    return path


def of_unknown_storage(folder: Path) -> Path:
    path = written(folder, "sqlite3")
    metadata = path / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("storage_identifier: sqlite3", "storage_identifier: papyrus"))
    return path


def text_file(folder: Path) -> Path:
    (folder / "notes.txt").write_text("no bag")
    return folder / "notes.txt"


def folder_of_ros1(folder: Path) -> Path:
    written(folder, "ros1")
    return folder


@pytest.mark.parametrize(("make", "message"), [
    (lambda folder: folder / "away", "there is no bag .*away; give the folder of a rosbag2"),
    (text_file, "notes.txt is not a bag; give"),
    (lambda folder: folder, "holds no bag; give"),
    (folder_of_ros1, "a folder of ROS 1 bags; give one of them, such as .*recorded.bag"),
    (without_metadata, "no metadata.yaml, so its recording was not closed: mend it by `ros2 bag reindex"),
    (of_unknown_compression, "'lz5' is not supported"),
    (of_unknown_storage, "'papyrus' not supported"),
])
def test_what_is_no_bag_is_refused(tmp_path: Path, make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Bag(make(tmp_path))


def test_without_rosbags_the_pip_line_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "mcap")
    real = builtins.__import__

    def no_rosbags(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("rosbags"):
            raise ImportError("No module named 'rosbags'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_rosbags)
    with pytest.raises(ConfigError, match=r"pip install 'rosbags>=0\.11,<0\.12'"):
        Bag(path)


def test_the_pip_line_is_the_extra() -> None:
    requirement = bag_file.PIP_LINE.split("'")[1]
    assert f'"bags": ["{requirement}"]' in (ROOT / "setup.py").read_text(encoding="utf-8")
    assert requirement in (ROOT / "requirements" / "bags.in").read_text(encoding="utf-8").splitlines()


def test_bags_are_read_without_ros(tmp_path: Path) -> None:
    """In a process that has none of its packages, even where they are installed."""
    path = written(tmp_path, "mcap")
    program = (
        "import sys\n"
        "for name in ('rclpy', 'sensor_msgs', 'std_msgs', 'builtin_interfaces', 'geometry_msgs', 'tf2_msgs',\n"
        "             'spatialgeo_ros.msg'):\n"
        "    sys.modules[name] = None\n"
        "import spatialgeo_ros.ros.recorded_results\n"
        "from pathlib import Path\n"
        "from spatialgeo_ros.config import NodeConfig\n"
        "from spatialgeo_ros.ros.bag_frames import frame_from_bag\n"
        "from spatialgeo_ros.ros.bag_topics import CameraTopics\n"
        "print(frame_from_bag(Path(sys.argv[1]), CameraTopics(), 2.5, NodeConfig()).frame.stamp_ns)\n")
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    assert int(done.stdout) == START_NS + 3 * SECOND_NS


@pytest.mark.parametrize(("kind", "compression"), [("sqlite3", CompressionMode.NONE), ("ros1", CompressionMode.NONE),
                                                   ("mcap", CompressionMode.STORAGE)])
def test_memory_does_not_grow_with_the_bag(tmp_path: Path, kind: str, compression: CompressionMode) -> None:
    path = bag_path(tmp_path, kind)
    with writing(path, kind, compression=compression) as bag:
        for k in range(60):
            bag.image(COLOUR_TOPIC, START_NS + k * SECOND_NS, np.full((512, 1024, 3), k, np.uint8), "rgb8")
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from spatialgeo_ros.ros.bag_file import Bag\n"
        "with Bag(Path(sys.argv[1])) as bag:\n"
        "    bag.first(sys.argv[2])\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    count = sum(1 for _ in bag.messages((sys.argv[2],)))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n")
    done = subprocess.run([sys.executable, "-c", program, str(path), COLOUR_TOPIC], capture_output=True, text=True,
                          check=True, cwd=ROOT)
    count, grown_kb = map(int, done.stdout.split())
    assert count == 60
    assert grown_kb < 30_000, "60 images are 94 MB"


def test_definitions_in_idl_are_understood() -> None:
    line = "=" * 80
    text = (f"{line}\nIDL: our_msgs/msg/Place\nmodule our_msgs {{ module msg {{ struct Place {{\n"
            "  our_msgs::msg::Spot spot; }; }; };\n"
            f"{line}\nIDL: our_msgs/msg/Spot\nmodule our_msgs {{ module msg {{ struct Spot {{ uint16 x; }}; }}; }};\n")
    definition = MessageDefinition(MessageDefinitionFormat.IDL, text)
    types = BagTypes(ros1=False)
    types.learn(SimpleNamespace(msgtype="our_msgs/msg/Place", msgdef=definition))
    assert types.message(b"\x00\x01\x00\x00\x07\x01", "our_msgs/msg/Place").spot.x == 263
