"""The speaker's own process: `python -m spatialgeo_ros.models.speaker_child FD FILE RUNTIME THREADS`, started by
`SpeakerProcess`.

It ends when the other end of its pipe is closed, in whatever way the process there ended.
"""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from spatialgeo_ros.errors import ModelError, SpatialGeoError

if TYPE_CHECKING:
    from spatialgeo_ros.models.speaking import SpokenModel


def main(arguments: list[str]) -> int:
    descriptor, file, runtime, threads = arguments
    pipe = Connection(int(descriptor))
    try:
        pipe.send(("ready", 0, "")) if (model := _loaded(pipe, file, runtime, int(threads))) else None
        if model is not None:
            _serve(pipe, model)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    return 0


def _loaded(pipe: Connection, file: str, runtime: str, threads: int) -> SpokenModel | None:
    """None when it cannot be loaded, which was told."""
    try:
        from spatialgeo_ros.models.opening import open_speaker

        return open_speaker(file, runtime, threads)
    except (SpatialGeoError, ImportError, RuntimeError, MemoryError) as error:
        pipe.send(("failed", 0, (f"the speaker cannot be loaded: {error}", "package")))
        return None


def _serve(pipe: Connection, model: SpokenModel) -> None:
    image = None
    while True:
        number, shown, prompts = pipe.recv()
        try:
            if shown is not None:
                image = model.look(shown)
            assert image is not None, "an image comes with the first question"
            pipe.send(("said", number, model.answers(image, prompts)))
        except ModelError as error:
            image = None
            pipe.send(("failed", number, (str(error), error.cause)))
        except Exception as error:  # noqa: BLE001  # the edge of this process: the next question may be fine
            image = None
            pipe.send(("failed", number, (f"the speaker cannot answer this ({error!r}); please report it", "failed")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
