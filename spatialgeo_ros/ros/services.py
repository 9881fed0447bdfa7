"""The services that answer questions. They run beside the pipeline and never wait for it."""

from __future__ import annotations

from collections.abc import Callable

from rclpy.node import Node

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.msg import Answer
from spatialgeo_ros.questions.grammar import parse_phrase
from spatialgeo_ros.ros.answer_msgs import answer_msg, query_from_request
from spatialgeo_ros.ros.answering import Answered, Answerer, unreadable
from spatialgeo_ros.srv import Ask, Query, SetVocabulary


class QuestionServices:
    """`~/ask`, `~/query` and `~/set_vocabulary`; every answer is published on `~/answers` too."""

    def __init__(self, node: Node, answerer: Answerer, publish: Callable[[Answer], None]) -> None:
        self._node = node
        self._answerer = answerer
        self._publish = publish
        self._services = [
            node.create_service(Ask, "~/ask", self._ask),
            node.create_service(Query, "~/query", self._query),
            node.create_service(SetVocabulary, "~/set_vocabulary", self._set_vocabulary),
        ]

    def close(self) -> None:
        for service in self._services:
            self._node.destroy_service(service)
        self._services.clear()

    def _ask(self, request: Ask.Request, response: Ask.Response) -> Ask.Response:
        response.answer = self._told(self._answerer.ask(request.question))
        return response

    def _query(self, request: Query.Request, response: Query.Response) -> Query.Response:
        try:
            query = query_from_request(request, lambda text: parse_phrase(text, self._answerer.vocabulary))
        except QuestionError as error:
            answered = Answered(unreadable("", error), None)
        else:
            answered = self._answerer.query(query)
        response.answer = self._told(answered)
        return response

    def _set_vocabulary(self, request: SetVocabulary.Request,
                        response: SetVocabulary.Response) -> SetVocabulary.Response:
        try:
            response.vocabulary = list(self._answerer.set_vocabulary(request.labels, request.synonyms, request.replace))
            response.success = True
        except QuestionError as error:
            response.success, response.message = False, str(error)
            response.vocabulary = list(self._answerer.vocabulary.words())
        return response

    def _told(self, answered: Answered) -> Answer:
        msg = answer_msg(answered.answer, answered.scene)
        self._publish(msg)
        return msg
