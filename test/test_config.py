"""The settings tree: ranges are enforced where a value enters, and overrides name what they change."""

from pathlib import Path

import pytest

from spatialgeo_ros.config import NodeConfig, RelationConfig, SceneConfig, leaves, load_yaml, nearest, with_overrides
from spatialgeo_ros.errors import ConfigError


def test_every_default_is_inside_its_own_range_and_described() -> None:
    items = list(leaves(NodeConfig()))  # constructing it runs the checks
    assert len(items) > 20
    assert all(len(item.doc) > 10 for item in items)
    assert len({item.name for item in items}) == len(items)


@pytest.mark.parametrize(("name", "value", "word"), [
    ("relations.near_m", -1.0, "outside"),
    ("relations.near_m", float("nan"), "finite"),
    ("relations.near_m", "wide", "wants a float"),
    ("segments.min_pixels", 3.5, "wants a int"),
    ("relations.far_m", 1.0, "unknown setting 'relations.far_m'; the nearest is 'relations.near_m'; known in relations: "),
    ("relations.near", 1.0, "the nearest is 'relations.near_m'"),
    ("near_m", 1.0, "unknown setting 'near_m'; the nearest is 'relations.near_m'; known here: depth,"),
    ("relations.near_m", 99.0, r"^relations.near_m = 99.0 is outside"),
    ("depth.min_m", 9.0, r"^depth.min_m = 9.0 is more than max_m = 8.0"),
    ("segments.partition.likely", 5.0, r"^segments.partition.likely = 5.0 is more than sure = 4.5"),
    ("relations", 1.0, "group of settings"),
    ("gravity.up_camera", "up", "wants a list"),
])
def test_a_bad_setting_is_refused_by_name(name: str, value: object, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        with_overrides(SceneConfig(), {name: value})


def test_settings_that_contradict_each_other_are_judged_together() -> None:
    assert with_overrides(SceneConfig(), {"depth.min_m": 9.0, "depth.max_m": 10.0}).depth.min_m == 9.0
    assert with_overrides(SceneConfig(), {"relations.touching_m": 0.2}).relations.touching_m == 0.2
    with pytest.raises(ConfigError, match="relations.touching_m = 0.2 is more than near_m = 0.1"):
        with_overrides(SceneConfig(), {"relations.touching_m": 0.2, "relations.near_m": 0.1})


def test_a_name_like_no_other_gets_no_proposal() -> None:
    assert nearest("xyzzy", [item.name for item in leaves(SceneConfig())]) == ""


def test_unknown_choice_lists_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="choose one of .*sensor"):
        with_overrides(NodeConfig(), {"depth_source": "magic"})


def test_overrides_touch_nothing_else() -> None:
    changed = with_overrides(NodeConfig(), {"scene": {"relations": {"near_m": 1}}, "scene.tracks.remember_s": 3.0})
    before = {item.name: item.value for item in leaves(NodeConfig())}
    after = {item.name: item.value for item in leaves(changed)}
    assert {name for name in before if before[name] != after[name]} == {"scene.relations.near_m",
                                                                        "scene.tracks.remember_s"}
    assert after["scene.relations.near_m"] == 1.0 and isinstance(after["scene.relations.near_m"], float)


def test_a_ros_parameter_file_and_the_plain_tree_read_alike(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text("relations:\n  near_m: 0.4\n")
    ros = tmp_path / "ros.yaml"
    ros.write_text("/**:\n  ros__parameters:\n    relations:\n      near_m: 0.4\n")
    dotted = tmp_path / "dotted.yaml"
    dotted.write_text("/**:\n  ros__parameters:\n    relations.near_m: 0.4\n")
    expected = SceneConfig(relations=RelationConfig(near_m=0.4))
    assert load_yaml(SceneConfig(), plain) == expected
    assert load_yaml(SceneConfig(), ros) == expected
    assert load_yaml(SceneConfig(), dotted) == expected


def test_an_unreadable_file_says_which(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere.yaml"):
        load_yaml(SceneConfig(), tmp_path / "nowhere.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [1,")
    with pytest.raises(ConfigError, match="broken.yaml"):
        load_yaml(SceneConfig(), broken)
