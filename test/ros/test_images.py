"""Encodings: every channel order, depth unit, byte order and row padding gives the same picture."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.ros.images import depth_from_msg, image_msg, rgb_from_msg

RGB = np.random.default_rng(3).integers(0, 255, (5, 7, 3), np.uint8)
DEPTH_MM = np.array([[0, 700, 65535], [1, 1234, 40000]], np.uint16)


def message(pixels: np.ndarray, encoding: str, pad: int = 0, big_endian: bool = False) -> Image:
    """As a driver would write it: `pad` bytes after each row."""
    rows = pixels.astype(pixels.dtype.newbyteorder(">")) if big_endian else pixels
    rows = rows.reshape(pixels.shape[0], -1)
    raw = b"".join(row.tobytes() + b"\xee" * pad for row in rows)
    return Image(height=pixels.shape[0], width=pixels.shape[1], encoding=encoding, is_bigendian=int(big_endian),
                 step=len(raw) // pixels.shape[0], data=raw)


@pytest.mark.parametrize("pad", [0, 5])
@pytest.mark.parametrize(("encoding", "pixels"), [
    ("rgb8", RGB),
    ("bgr8", RGB[..., ::-1]),
    ("rgba8", np.dstack([RGB, np.full((5, 7), 9, np.uint8)])),
    ("bgra8", np.dstack([RGB[..., ::-1], np.full((5, 7), 9, np.uint8)])),
])
def test_colour_encodings_give_the_same_rgb(encoding, pixels, pad):
    np.testing.assert_array_equal(rgb_from_msg(message(np.ascontiguousarray(pixels), encoding, pad)), RGB)


@pytest.mark.parametrize("pad", [0, 3])
def test_grey_becomes_three_equal_channels(pad):
    grey = RGB[..., 0].copy()
    np.testing.assert_array_equal(rgb_from_msg(message(grey, "mono8", pad)), np.dstack([grey] * 3))


def test_rgb8_is_not_copied():
    msg = message(RGB, "rgb8", pad=4)
    msg.data[0] = 201
    rgb = rgb_from_msg(msg)
    msg.data[0] = 17
    assert rgb[0, 0, 0] == 17


@pytest.mark.parametrize(("encoding", "first_row"), [
    # a pure red scene: only the red sites of the pattern are bright
    ("bayer_rggb8", [[255, 0], [0, 0]]), ("bayer_bggr8", [[0, 0], [0, 255]]),
    ("bayer_gbrg8", [[0, 0], [255, 0]]), ("bayer_grbg8", [[0, 255], [0, 0]])])
def test_bayer_patterns_show_red_as_red(encoding, first_row):
    mosaic = np.tile(np.array(first_row, np.uint8), (4, 4))
    centre = rgb_from_msg(message(mosaic, encoding))[3:5, 3:5].reshape(-1, 3)
    assert (centre[:, 0] == 255).all()
    assert (centre[:, 1:] == 0).all()


def test_yuv422_keeps_luminance():
    uyvy = np.empty((2, 4, 2), np.uint8)
    uyvy[..., 0], uyvy[..., 1] = 128, 180
    rgb = rgb_from_msg(message(uyvy, "yuv422"))
    assert np.ptp(rgb) <= 2
    assert rgb[0, 0, 0] > 150


@pytest.mark.parametrize("pad", [0, 2, 6])
@pytest.mark.parametrize("big_endian", [False, True])
def test_16uc1_is_millimetres(pad, big_endian):
    depth_m = depth_from_msg(message(DEPTH_MM, "16UC1", pad, big_endian))
    assert depth_m.dtype == np.float32
    np.testing.assert_allclose(depth_m, DEPTH_MM / 1000.0, rtol=1e-6)


@pytest.mark.parametrize("big_endian", [False, True])
def test_32fc1_is_metres_and_infinity_is_no_return(big_endian):
    metres = np.array([[0.5, np.nan], [np.inf, -np.inf]], np.float32)
    depth_m = depth_from_msg(message(metres, "32FC1", big_endian=big_endian))
    np.testing.assert_allclose(depth_m, [[0.5, np.nan], [np.nan, np.nan]])


def test_own_message_reads_back_over_a_strided_view():
    wide = np.random.default_rng(1).integers(0, 255, (4, 12, 3), np.uint8)
    np.testing.assert_array_equal(rgb_from_msg(image_msg(wide[:, ::2], "rgb8", Header())), wide[:, ::2])


@pytest.mark.parametrize(("encoding", "words"), [
    ("16UC1", ["16UC1", "depth topic"]), ("hsv8", ["hsv8", "rgb8"]), ("", ["''"])])
def test_an_unknown_colour_encoding_is_named(encoding, words):
    msg = message(RGB, "rgb8")
    msg.encoding = encoding
    with pytest.raises(InputError, match="expected one of") as caught:
        rgb_from_msg(msg)
    assert caught.value.cause == "encoding"
    assert all(word in str(caught.value) for word in words)


def test_a_colour_image_as_depth_is_named():
    with pytest.raises(InputError, match="colour topic wired") as caught:
        depth_from_msg(message(RGB, "rgb8"))
    assert caught.value.cause == "encoding"


@pytest.mark.parametrize(("field", "value", "words"), [
    ("data", b"", "empty"), ("data", b"\x00" * 20, "20 bytes"), ("step", 20, "step 20"), ("step", 0, "step 0"),
    ("height", 0, "empty"), ("height", 6, "expected 126"), ("width", 0, "empty"), ("width", 8, "takes 24")])
def test_a_size_that_does_not_fit_is_refused(field, value, words):
    msg = message(RGB, "rgb8")
    setattr(msg, field, value)
    with pytest.raises(InputError, match=words) as caught:
        rgb_from_msg(msg)
    assert caught.value.cause == "image_data"


def test_a_last_row_without_padding_is_fine():
    msg = message(RGB, "rgb8", pad=5)
    msg.data = msg.data[:-5]
    np.testing.assert_array_equal(rgb_from_msg(msg), RGB)


def compressed(pixels: np.ndarray, extension: str, format_: str, head: bytes = b"") -> CompressedImage:
    return CompressedImage(format=format_, data=head + cv2.imencode(extension, pixels)[1].tobytes())


def test_png_colour_is_exact():
    np.testing.assert_array_equal(rgb_from_msg(compressed(RGB[..., ::-1], ".png", "rgb8; png compressed bgr8")), RGB)


def test_jpeg_keeps_the_channel_order():
    orange = np.full((16, 16, 3), (250, 120, 10), np.uint8)
    rgb = rgb_from_msg(compressed(orange[..., ::-1], ".jpg", "rgb8; jpeg compressed bgr8"))
    np.testing.assert_allclose(rgb.astype(int), orange, atol=6)


@pytest.mark.parametrize("format_", ["16UC1; compressedDepth png", "16UC1; compressedDepth"])
def test_compressed_16uc1_is_exact(format_):
    depth_m = depth_from_msg(compressed(DEPTH_MM, ".png", format_, struct.pack("<iff", 0, 0.0, 0.0)))
    np.testing.assert_allclose(depth_m, DEPTH_MM / 1000.0, rtol=1e-6)


def test_compressed_32fc1_undoes_the_inverse_depth_quantisation():
    # the publisher's rule (compressed_depth_image_transport): a = z_q (z_q + 1), b = 1 - a / z_max, q = a / z + b
    truth_m = np.array([[0.3, 1.0, 2.5], [4.0, 9.0, np.nan]])
    quantum, max_m = 100.0, 10.0
    a = quantum * (quantum + 1)
    b = 1 - a / max_m
    raw = np.where(np.isfinite(truth_m), np.rint(a / np.where(np.isfinite(truth_m), truth_m, 1.0) + b), 0)
    msg = compressed(raw.astype(np.uint16), ".png", "32FC1; compressedDepth png", struct.pack("<iff", 0, a, b))
    np.testing.assert_allclose(depth_from_msg(msg), truth_m, rtol=2e-3)


@pytest.mark.parametrize(("format_", "data", "words", "cause"), [
    ("16UC1; compressedDepth rvl", b"x" * 99, "RVL", "encoding"),
    ("16UC1; jpeg compressed", b"x" * 99, "loses depth", "encoding"),
    ("rgb8; compressedDepth png", b"x" * 99, "expected '16UC1", "encoding"),
    ("16UC1; compressedDepth png", b"x" * 12, "12 bytes", "image_data"),
    ("16UC1; compressedDepth png", b"x" * 99, "no 16-bit PNG", "image_data")])
def test_compressed_depth_that_cannot_be_read_says_why(format_, data, words, cause):
    with pytest.raises(InputError, match=words) as caught:
        depth_from_msg(CompressedImage(format=format_, data=data))
    assert caught.value.cause == cause


@pytest.mark.parametrize("data", [b"", b"not an image"])
def test_a_compressed_image_that_cannot_be_read_says_so(data):
    with pytest.raises(InputError) as caught:
        rgb_from_msg(CompressedImage(format="jpeg", data=data))
    assert caught.value.cause == "image_data"
