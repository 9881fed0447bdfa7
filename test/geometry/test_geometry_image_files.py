import cv2
import numpy as np
import pytest

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.geometry.image_files import load_depth, load_rgb


@pytest.fixture
def raw():
    image = np.full((4, 6), 1500, np.uint16)
    image[1, 2] = 0
    return image


def test_colour_comes_as_rgb_not_bgr(tmp_path):
    path = tmp_path / "red.png"
    cv2.imwrite(str(path), np.full((4, 6, 3), (10, 20, 200), np.uint8))  # OpenCV writes BGR
    image = load_rgb(path)
    assert image.shape == (4, 6, 3)
    assert image[0, 0].tolist() == [200, 20, 10]


def test_a_grey_picture_gets_three_channels(tmp_path):
    path = tmp_path / "grey.png"
    cv2.imwrite(str(path), np.full((4, 6), 77, np.uint8))
    assert load_rgb(path)[3, 5].tolist() == [77, 77, 77]


def test_transparency_is_dropped(tmp_path):
    path = tmp_path / "alpha.png"
    cv2.imwrite(str(path), np.full((4, 6, 4), (10, 20, 200, 0), np.uint8))
    assert load_rgb(path)[0, 0].tolist() == [200, 20, 10]


def test_a_depth_image_in_place_of_colour_is_refused(tmp_path, raw):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), raw)
    with pytest.raises(InputError, match="is this the depth image"):
        load_rgb(path)


def test_raw_steps_times_unit_are_metres_and_zero_stays_no_return(tmp_path, raw):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), raw)
    depth_m = load_depth(path, 0.0001)
    assert depth_m.dtype == np.float32
    assert depth_m[0, 0] == pytest.approx(0.15)
    assert depth_m[1, 2] == 0


@pytest.mark.parametrize("suffix", [".npy", ".tiff"])
def test_float_files_are_metres_unless_a_unit_is_given(tmp_path, suffix):
    path = tmp_path / f"depth{suffix}"
    metres = np.full((4, 6), 1.25, np.float32)
    metres[0, 0] = np.nan
    if suffix == ".npy":
        np.save(path, metres)
    else:
        cv2.imwrite(str(path), metres)
    assert load_depth(path, None)[2, 3] == pytest.approx(1.25)
    assert np.isnan(load_depth(path, None)[0, 0])
    assert load_depth(path, 0.001)[2, 3] == pytest.approx(0.00125)


def refusal(path, unit_m=0.001):
    with pytest.raises(InputError) as caught:
        load_depth(path, unit_m)
    return str(caught.value)


@pytest.mark.parametrize("unit_m", [0.0, -0.001, float("nan"), float("inf")])
def test_a_unit_that_is_no_length_is_refused(tmp_path, raw, unit_m):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), raw)
    assert "0.001 for millimetres" in refusal(path, unit_m)


def test_whole_numbers_need_a_unit(tmp_path, raw):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), raw)
    assert "how many metres one step is" in refusal(path, None)


def test_eight_bit_depth_is_refused(tmp_path, raw):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), raw.astype(np.uint8))
    assert "8 bits" in refusal(path)


def test_colour_coded_depth_is_refused(tmp_path):
    path = tmp_path / "depth.png"
    cv2.imwrite(str(path), np.full((4, 6, 3), 90, np.uint8))
    assert "3 channels" in refusal(path)


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_depth_without_any_return_is_refused(tmp_path, value):
    path = tmp_path / "depth.npy"
    np.save(path, np.full((4, 6), value, np.float32))
    assert "no valid depth at all" in refusal(path)


def test_files_that_are_missing_empty_or_no_image_say_so(tmp_path):
    empty, text = tmp_path / "empty.png", tmp_path / "text.png"
    empty.write_bytes(b"")
    text.write_text("not an image", encoding="utf-8")
    assert "does not exist" in refusal(tmp_path / "none.png")
    assert "empty" in refusal(empty)
    assert "not an image" in refusal(text)
    assert "cannot read" in refusal(tmp_path)
    with pytest.raises(InputError, match="not an image"):
        load_rgb(text)


def test_a_numpy_file_of_objects_is_not_executed(tmp_path):
    path = tmp_path / "depth.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert "not a NumPy array file" in refusal(path)
