from dataclasses import replace

from spatialgeo_ros.drawing.names import MAX_CHARS, short_name


def test_names_on_pictures_are_short_whatever_there_is(table_picture):
    _, scene = table_picture
    twins = [replace(scene.object(3), id=object_id, label="extraordinarily long label") for object_id in range(20, 32)]
    for item in (*scene.objects, *twins):
        assert 0 < len(short_name(item, [*scene.objects, *twins])) <= MAX_CHARS


def test_a_phrase_that_singles_out_is_kept(table_picture):
    _, scene = table_picture
    assert "red" in short_name(scene.object(3), scene.objects)


def test_a_label_counts_more_than_the_shape(table_picture):
    _, scene = table_picture
    mug = replace(scene.object(3), label="mug")
    assert "mug" in short_name(mug, [mug, *[replace(mug, id=object_id) for object_id in range(50, 60)]])
