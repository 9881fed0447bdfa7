"""Ask a hand-built scene."""

from scenes import kitchen

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import ask as ask_scene
from spatialgeo_ros.questions.vocabulary import Vocabulary

KITCHEN = kitchen()


def ask(question, scene=KITCHEN, vocabulary=Vocabulary(), **config):
    return ask_scene(question, scene, vocabulary, AnswerConfig(**config))
