import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from spatialgeo_ros.cli.main import SUBCOMMANDS, main
from spatialgeo_ros.config import SceneConfig, leaves


def run(capsys, *arguments):
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_scene_prints_objects_where_they_are(capsys, frame_arguments):
    code, out, _ = run(capsys, "scene", *frame_arguments)
    assert code == 0
    red = next(line for line in out.splitlines() if "red" in line and line.startswith("#")).split()
    right, forward, up = (float(value) for value in red[4:7])
    assert right == pytest.approx(-0.15, abs=0.01)
    assert forward == pytest.approx(0.55, abs=0.02)
    assert up == pytest.approx(-0.65, abs=0.01)  # middle of a 10 cm box on a table 70 cm below the camera
    assert "left to right" in out


def test_scene_json_is_one_scene(capsys, frame_arguments):
    code, out, _ = run(capsys, "scene", *frame_arguments, "--json")
    content = json.loads(out)
    assert code == 0
    assert sorted(colour for item in content["objects"] for colour in item["colours"][:1]) == ["blue", "red"]
    assert content["gravity_source"] == 3  # GRAVITY_SUPPORT_PLANE


def test_up_is_taken_from_the_argument(capsys, frame_arguments):
    pitch = np.radians(50.0)
    up = ["0", str(-np.cos(pitch)), str(-np.sin(pitch))]
    _, out, _ = run(capsys, "scene", *frame_arguments, "--json", "--up", *up)
    assert json.loads(out)["gravity_source"] == 2  # GRAVITY_PARAMETER


def test_detections_name_what_they_frame(capsys, frame_arguments, tmp_path):
    _, out, _ = run(capsys, "scene", *frame_arguments, "--json")
    roi = next(item["roi"] for item in json.loads(out)["objects"] if item["colours"][:1] == ["red"])
    box = [roi["x_offset"], roi["y_offset"], roi["x_offset"] + roi["width"] - 1, roi["y_offset"] + roi["height"] - 1]
    path = tmp_path / "names.json"
    path.write_text(json.dumps([{"label": "brick", "box": box, "score": 0.8}]), encoding="utf-8")
    _, out, _ = run(capsys, "scene", *frame_arguments, "--json", "--detections", str(path))
    named = {item["label"]: item["colours"][:1] for item in json.loads(out)["objects"] if item["label"] == "brick"}
    assert named == {"brick": ["red"]}


def test_pictures_are_written(capsys, frame_arguments, tmp_path):
    annotated, top_down = tmp_path / "new" / "folder" / "annotated.png", tmp_path / "map.PNG"
    code, _, _ = run(capsys, "scene", *frame_arguments, "--annotated", str(annotated), "--map", str(top_down))
    assert code == 0
    assert cv2.imread(str(annotated)).shape == (240, 320, 3)
    assert cv2.imread(str(top_down)).shape[0] >= 480


def test_ask_answers_with_evidence(capsys, frame_arguments):
    code, out, _ = run(capsys, "ask", *frame_arguments, "is the red object left of the blue object?")
    assert code == 0
    assert "yes" in out.lower()
    assert "left of" in out


def test_ask_exits_with_2_when_one_question_has_no_answer(capsys, frame_arguments):
    questions = ("is the red object left of the blue object?", "where is the elephant?")
    code, out, _ = run(capsys, "ask", *frame_arguments, "--json", *questions)
    answers = json.loads(out)
    assert code == 2
    assert [answer["question"] for answer in answers] == list(questions)
    assert [answer["status"] for answer in answers] == [0, 1]
    assert answers[1]["seen"]


def error_of(capsys, *arguments):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err


def replaced(arguments, name, value):
    index = arguments.index(name)
    return [*arguments[:index + 1], str(value), *arguments[index + 2:]]


@pytest.mark.parametrize("name", ["--rgb", "--depth", "--camera"])
def test_a_missing_file_is_one_line(capsys, frame_arguments, tmp_path, name):
    assert "none.png" in error_of(capsys, "scene", *replaced(frame_arguments, name, tmp_path / "none.png"))


@pytest.mark.parametrize("name", ["--rgb", "--depth"])
def test_a_file_that_is_no_image_is_one_line(capsys, frame_arguments, frame_folder, name):
    assert "not an image" in error_of(capsys, "scene", *replaced(frame_arguments, name, frame_folder / "camera.yaml"))


def test_colour_as_depth_and_eight_bit_depth_are_refused(capsys, frame_arguments, frame_folder, tmp_path):
    assert "3 channels" in error_of(capsys, "scene", *replaced(frame_arguments, "--depth", frame_folder / "color.png"))
    path = tmp_path / "eight.png"
    cv2.imwrite(str(path), np.full((240, 320), 80, np.uint8))
    assert "8 bits" in error_of(capsys, "scene", *replaced(frame_arguments, "--depth", path))


def test_images_of_different_sizes_are_refused(capsys, frame_arguments, frame_folder, tmp_path):
    path = tmp_path / "small.png"
    cv2.imwrite(str(path), np.full((120, 160), 800, np.uint16))
    assert "160x120" in error_of(capsys, "scene", *replaced(frame_arguments, "--depth", path))
    camera = tmp_path / "camera.yaml"
    text = (frame_folder / "camera.yaml").read_text(encoding="utf-8").replace("width: 320", "width: 640")
    camera.write_text(text, encoding="utf-8")
    assert "640x240" in error_of(capsys, "scene", *replaced(frame_arguments, "--camera", camera))


@pytest.mark.parametrize("unit", ["0", "-0.001", "nan"])
def test_a_unit_that_is_no_length_is_refused(capsys, frame_arguments, unit):
    assert "0.001 for millimetres" in error_of(capsys, "scene", *replaced(frame_arguments, "--depth-unit-m", unit))


@pytest.mark.parametrize("unit", ["1", "0.1", "1e-6"])
def test_a_unit_that_brings_nothing_into_range_is_told_with_the_numbers(capsys, frame_arguments, frame_folder, unit):
    middle = np.median(cv2.imread(str(frame_folder / "depth.png"), cv2.IMREAD_UNCHANGED))
    error = error_of(capsys, "ask", *replaced(frame_arguments, "--depth-unit-m", unit), "what is on the table?")
    assert f"the middle of the raw depth is {middle:g}; with --depth-unit-m {float(unit):g} that is " in error
    assert error.endswith(f" {middle * float(unit):g} m; did you mean --depth-unit-m 0.001?\n")


def test_millimetres_in_a_float_file_are_told_with_the_unit(capsys, frame_arguments, tmp_path):
    np.save(tmp_path / "depth.npy", np.full((240, 320), 900.0, np.float32))
    index = frame_arguments.index("--depth-unit-m")
    without = frame_arguments[:index] + frame_arguments[index + 2:]
    error = error_of(capsys, "scene", *replaced(without, "--depth", tmp_path / "depth.npy"))
    assert "with --depth-unit-m 1 that is 900 m; did you mean --depth-unit-m 0.001?" in error


def test_a_missing_unit_is_asked_for(capsys, frame_arguments):
    index = frame_arguments.index("--depth-unit-m")
    without = frame_arguments[:index] + frame_arguments[index + 2:]
    assert "how many metres" in error_of(capsys, "scene", *without)


@pytest.mark.parametrize("change", [("fx: 300.0", "fx: .nan"), ("fx: 300.0", "fx: 0"), ("fx: 300.0", ""),
                                    ("fx: 300.0", "fx: wide"), ("width: 320", "- 3")])
def test_a_camera_file_without_usable_intrinsics_is_refused(capsys, frame_arguments, frame_folder, tmp_path, change):
    camera = tmp_path / "camera.yaml"
    text = (frame_folder / "camera.yaml").read_text(encoding="utf-8").replace(*change)
    camera.write_text(text, encoding="utf-8")
    assert "camera.yaml" in error_of(capsys, "scene", *replaced(frame_arguments, "--camera", camera))


@pytest.mark.parametrize("up", [("0", "0", "0"), ("nan", "0", "1")])
def test_an_up_without_direction_is_refused(capsys, frame_arguments, up):
    assert "0 -1 0 for a level camera" in error_of(capsys, "scene", *frame_arguments, "--up", *up)


@pytest.mark.parametrize("text", ["{", '{"label": "mug"}', '[{"label": "mug"}]', '[{"label": "", "box": [0, 0, 1, 1]}]',
                                  '[{"label": "mug", "box": [5, 0, 1, 1]}]',
                                  '[{"label": "mug", "box": [0, 0, 1, NaN]}]',
                                  '[{"label": "mug", "box": [0, 0, 1, 1], "score": 7}]'])
def test_detections_that_are_none_are_refused(capsys, frame_arguments, tmp_path, text):
    path = tmp_path / "names.json"
    path.write_text(text, encoding="utf-8")
    assert "names.json" in error_of(capsys, "scene", *frame_arguments, "--detections", str(path))


def test_detections_that_are_no_json_are_told_their_form(capsys, frame_arguments, frame_folder):
    for name in ("camera.yaml", "color.png"):
        error = error_of(capsys, "scene", *frame_arguments, "--detections", str(frame_folder / name))
        assert f"{name} is no JSON" in error
        assert 'expected a list of {"label": "mug", "box": [left, top, right, bottom], "score": 0.9}' in error
    assert "none.json" in error_of(capsys, "scene", *frame_arguments, "--detections", "none.json")


@pytest.mark.parametrize("option", ["--annotated", "--map"])
@pytest.mark.parametrize(("name", "said"), [
    ("picture.nonsense", "must end in .png or .jpg"), ("README.md", "must end in .png or .jpg"),
    ("README.md/new/picture.png", "README.md is no folder")])
def test_a_picture_that_cannot_be_written_is_told_before_the_work(capsys, frame_arguments, tmp_path, option, name, said):
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    error = error_of(capsys, "scene", *frame_arguments, "--rgb", "not/looked/at.png", option, str(tmp_path / name))
    assert error.startswith("error: cannot write the picture")
    assert said in error
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", [("scene",), ("scene", "--json"), ("ask", "how many boxes are there?"),
                                     ("ask", "--json", "how many boxes are there?")])
def test_a_scene_without_a_support_says_what_may_be_wrong(capsys, frame_arguments, command):
    _, _, err = run(capsys, *command, *frame_arguments, "--up", "1", "0", "0")
    assert err.startswith("hint: no support (floor, table top) was found. Is the depth unit right, and is up?\n")
    assert run(capsys, *command, *frame_arguments)[2] == ""


def test_an_up_that_no_plane_agrees_with_is_told_with_the_angle(capsys, frame_arguments):
    right = ["0", str(-np.cos(np.radians(50.0))), str(-np.sin(np.radians(50.0)))]
    assert "lies 90 degrees off the given up" in run(capsys, "scene", *frame_arguments, "--up", "1", "0", "0")[2]
    assert "lies 50 degrees off the given up" in run(capsys, "scene", *frame_arguments, "--up", "0", "-1", "0")[2]
    assert run(capsys, "scene", *frame_arguments, "--up", *right)[2] == ""


def test_room_prints_commands_that_run(capsys, tmp_path, monkeypatch):
    pytest.importorskip("open3d")
    monkeypatch.chdir(Path(__file__).resolve().parents[2])
    _, out, _ = run(capsys, "room", "--seed", "3", str(tmp_path / "a room"))
    scene, ask = out.splitlines()
    assert scene.startswith("./run spatialgeo scene --rgb ")
    assert run(capsys, *shlex.split(scene)[2:])[0] == 0
    assert shlex.split(ask)[:3] == ["./run", "spatialgeo", "ask"]
    assert run(capsys, *shlex.split(ask)[2:])[0] == 0


def test_a_benchmark_tells_its_options():
    script = Path(__file__).resolve().parents[2] / "benchmark" / "simulated_camera.py"
    done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(script.parents[1])})
    assert done.returncode == 0, done.stderr
    assert "frames" in done.stdout


@pytest.mark.parametrize("change", ["relations.near_m=77", "relations.near_m", "relations.far_m=1", "relations=1",
                                    "relations.near_m=[", "relations.near_m=wide"])
def test_a_wrong_setting_is_one_line(capsys, frame_arguments, change):
    error_of(capsys, "scene", *frame_arguments, "--set", change)


def test_config_prints_what_it_reads(capsys, tmp_path):
    _, out, _ = run(capsys, "config", "--set", "relations.near_m=0.4")
    path = tmp_path / "mine.yaml"
    path.write_text(out, encoding="utf-8")
    _, again, _ = run(capsys, "config", "--config", str(path))
    assert again == out
    assert yaml.safe_load(out)["relations"]["near_m"] == 0.4
    assert all(f"{leaf.name.split('.')[-1]}: " in out for leaf in leaves(SceneConfig()))


def test_a_parameter_file_of_the_node_serves_the_command_line(capsys, tmp_path):
    _, out, _ = run(capsys, "config", "--node", "--set", "relations.near_m=0.4")
    parameters = yaml.safe_load(out)["spatialgeo"]["ros__parameters"]
    assert parameters["reference_frame"] == ""
    path = tmp_path / "node.yaml"
    path.write_text(out, encoding="utf-8")
    _, scene_part, _ = run(capsys, "config", "--config", str(path))
    assert yaml.safe_load(scene_part)["relations"]["near_m"] == 0.4


def test_an_unknown_name_in_a_settings_file_is_refused(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("relatoins:\n  near_m: 0.4\n", encoding="utf-8")
    assert "relatoins" in error_of(capsys, "config", "--config", str(path))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"- 1\n- 2\n", b"a: [", b"sync_slop_s: 7.0\n",
                                     b"relations: 5\n", b"depth:\n  min_m: deep\n"])
def test_a_settings_file_that_is_none_is_one_line(capsys, tmp_path, content):
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    error_of(capsys, "config", "--config", str(path))


def test_parameter_files_of_the_repository_are_read(capsys):
    folder = Path(__file__).resolve().parent.parent.parent / "config"
    for path in sorted(folder.glob("*.yaml")):
        assert run(capsys, "config", "--config", str(path))[0] == 0, path.name


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in SUBCOMMANDS if name != "demo")])
def test_help_is_there_for_everything(capsys, arguments):
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 0
    assert "usage: spatialgeo" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["dance"], ["scene", "--rgb"]])
def test_wrong_usage_exits_with_2(arguments):
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 2


def test_doctor_tells_what_is_there(capsys):
    code, out, _ = run(capsys, "doctor", "--json")
    findings = {item["name"]: item for item in json.loads(out)}
    assert findings["numpy"]["state"] == "ok"
    assert findings["numpy"]["found"] == np.__version__
    assert (code == 0) == all(item["state"] != "BAD" for item in findings.values())
    assert all(item["mend"] for item in findings.values() if item["state"] == "BAD")


def test_the_command_line_starts_without_ros_and_heavy_packages():
    program = ("import sys\nfor name in ('rclpy', 'open3d', 'torch'): sys.modules[name] = None\n"
               "from spatialgeo_ros.cli.main import main\nsys.exit(main(['config']))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "near_m" in done.stdout
