"""Which files of a folder are one frame, with what camera."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spatialgeo_ros.errors import CameraError, InputError
from spatialgeo_ros.ros.recorded_folder import find_camera, find_frames, load_boxes


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


@pytest.mark.parametrize(("names", "frames"), [
    (["0001_color.png", "0001_depth.png", "0000_depth.png", "0000_color.png", "notes.txt"], ["0000", "0001"]),
    (["000001-color.jpg", "000001-depth.png", "000001-label.png"], ["000001"]),
    (["frame-7.color.jpg", "frame-7.depth.tiff"], ["frame-7"]),
    (["rgb_3.png", "depth_3.npy"], ["3"]),
    (["rgb/10.png", "depth/10.png", "rgb/9.png", "depth/9.png"], ["10", "9"]),
    (["a_Colour_x.png", "a_depth_x.png"], ["a_x"]),
    (["color.png", "depth.png"], ["frame"]),
])
def test_colour_and_depth_of_one_name_are_one_frame(tmp_path: Path, names: list[str], frames: list[str]) -> None:
    found = find_frames(touch(tmp_path, *names))
    assert [frame.name for frame in found] == frames
    assert all("depth" in str(frame.depth_path.relative_to(tmp_path)) for frame in found)
    assert all("depth" not in str(frame.rgb_path.relative_to(tmp_path)) for frame in found)


def test_an_image_without_partner_is_named(tmp_path: Path) -> None:
    touch(tmp_path, "0_color.png", "0_depth.png", "1_color.png", "2_depth.png")
    with pytest.raises(InputError, match=r"2 images .* 1_color\.png, 2_depth\.png"):
        find_frames(tmp_path)


@pytest.mark.parametrize(("names", "missing"), [(["0_color.png"], "depth images"), (["0_depth.png"], "colour images"),
                                                ([], "colour images")])
def test_a_folder_without_one_of_them_says_what_is_missing(tmp_path: Path, names: list[str], missing: str) -> None:
    with pytest.raises(InputError, match=missing):
        find_frames(touch(tmp_path, *names))


def test_two_files_for_one_frame_are_refused(tmp_path: Path) -> None:
    touch(tmp_path, "0_color.png", "0-color.jpg", "0_depth.png")
    with pytest.raises(InputError, match="one frame '0'"):
        find_frames(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere is not a folder"):
        find_frames(tmp_path / "nowhere")


def test_tum_lists_are_paired_by_nearest_stamp_and_carry_it(tmp_path: Path) -> None:
    touch(tmp_path, "rgb/a.png", "rgb/b.png", "rgb/c.png", "depth/a.png", "depth/b.png")
    (tmp_path / "rgb.txt").write_text("# comment\n10.000 rgb/a.png\n10.033 rgb/b.png\n10.500 rgb/c.png\n")
    (tmp_path / "depth.txt").write_text("10.031 depth/b.png\n10.002 depth/a.png\n")
    found = find_frames(tmp_path)
    assert [(frame.rgb_path.name, frame.depth_path.name) for frame in found] == [("a.png", "a.png"), ("b.png", "b.png")]
    assert [frame.stamp_ns for frame in found] == [10_000_000_000, 10_033_000_000]


def test_tum_lists_of_different_recordings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rgb.txt").write_text("10.0 rgb/a.png\n")
    (tmp_path / "depth.txt").write_text("99.0 depth/a.png\n")
    with pytest.raises(InputError, match="one recording"):
        find_frames(tmp_path)


def test_a_broken_line_of_a_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "rgb.txt").write_text("10.0 rgb/a.png\nten rgb/b.png\n")
    (tmp_path / "depth.txt").write_text("10.0 depth/a.png\n")
    with pytest.raises(InputError, match=r"rgb\.txt:2"):
        find_frames(tmp_path)


@pytest.mark.parametrize("content", [
    {"img_width": 640, "img_height": 480, "fx": 612.9, "fy": 613.1, "x_offset": 322.5, "y_offset": 248.1},
    {"width": 640, "height": 480, "fx": 612.9, "fy": 613.1, "cx": 322.5, "cy": 248.1},
    {"width": 640, "height": 480, "intrinsic_matrix": [612.9, 0, 0, 0, 613.1, 0, 322.5, 248.1, 1]},
])
def test_camera_json_in_its_usual_forms(tmp_path: Path, content: dict[str, object]) -> None:
    (tmp_path / "camera.json").write_text(json.dumps(content))
    camera = find_camera(tmp_path).camera
    assert (camera.height, camera.width, camera.fx, camera.fy, camera.cx, camera.cy) == (480, 640, 612.9, 613.1, 322.5,
                                                                                        248.1)


def test_camera_yaml_comes_before_json(tmp_path: Path) -> None:
    (tmp_path / "camera.yaml").write_text("width: 64\nheight: 48\nfx: 60.0\nfy: 61.0\ncx: 31.0\ncy: 24.0\n")
    (tmp_path / "camera.json").write_text("{}")
    assert find_camera(tmp_path).camera.fy == 61.0


def test_a_camera_file_of_another_name_can_be_given(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("width: 64\nheight: 48\nfx: 60.0\nfy: 61.0\ncx: 31.0\ncy: 24.0\n")
    assert find_camera(tmp_path, "mine.yaml") == find_camera(tmp_path, str(tmp_path / "mine.yaml"))
    with pytest.raises(CameraError, match="other"):
        find_camera(tmp_path, "other.yaml")


@pytest.mark.parametrize("content", ["{}", "[1]", "nonsense", '{"rig": {}}',
                                     '{"width": 640, "height": 480, "fx": 0, "fy": 0, "cx": 1, "cy": 1}'])
def test_a_camera_json_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "camera.json").write_text(content)
    with pytest.raises(CameraError):
        find_camera(tmp_path)


def test_a_folder_without_camera_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"camera\.yaml.*fx, fy"):
        find_camera(tmp_path)


def test_boxes_of_one_file_belong_to_the_only_frame(tmp_path: Path) -> None:
    frames = find_frames(touch(tmp_path, "0_color.png", "0_depth.png"))
    (tmp_path / "boxes.json").write_text('[{"label": "mug", "box": [1, 2, 3, 4], "score": 0.5}]')
    (box,) = load_boxes(tmp_path / "boxes.json", frames)["0"]
    assert (box.label, box.score, box.bbox_xyxy_px) == ("mug", 0.5, (1.0, 2.0, 3.0, 4.0))


def test_boxes_of_several_frames_come_from_a_folder(tmp_path: Path) -> None:
    frames = find_frames(touch(tmp_path, "0_color.png", "0_depth.png", "1_color.png", "1_depth.png"))
    with pytest.raises(InputError, match=r"but there are 2"):
        load_boxes(tmp_path / "boxes.json", frames)
    with pytest.raises(InputError, match=r"0\.json"):
        load_boxes(tmp_path, frames)
    (tmp_path / "1.json").write_text('[{"label": "mug", "box": [1, 2, 3, 4]}]')
    assert list(load_boxes(tmp_path, frames)) == ["1"]


def test_the_recorded_real_frames_are_found(real_frames: Path) -> None:
    assert [frame.name for frame in find_frames(real_frames / "realsense_tabletop")] == ["0000", "0001", "0002"]
    assert [frame.name for frame in find_frames(real_frames / "ycb_xtion")] == ["000001", "000002"]
    assert find_camera(real_frames / "ycb_xtion").camera.cy == 241.3109
    assert find_camera(real_frames / "realsense_tabletop", "camera_params.json").camera.cx == 322.549
