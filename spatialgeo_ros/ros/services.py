"""The services that answer questions. They run beside the pipeline and never wait for it."""

from __future__ import annotations

from collections.abc import Callable

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from rclpy.task import Future

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.msg import Answer
from spatialgeo_ros.questions.grammar import parse_phrase
from spatialgeo_ros.ros.answer_msgs import answer_msg, query_from_request
from spatialgeo_ros.ros.answering import Answered, Answerer, unreadable
from spatialgeo_ros.srv import Ask, Query, SetVocabulary

# Puts a question to a model's speaker: the words, the measured answer, and whom to tell the answer with what was said.
# False when it is not asked this.
Speak = Callable[[str, Answered, Callable[[Answered], None]], bool]


class QuestionServices:
    """`~/ask`, `~/query` and `~/set_vocabulary`; every answer is published on `~/answers` too.

    While a question in words waits for the speaker, everything else goes on.
    """

    def __init__(self, node: Node, answerer: Answerer, publish: Callable[[Answer], None], speak: Speak) -> None:
        self._node = node
        self._answerer = answerer
        self._publish = publish
        self._speak = speak
        self._services = [
            node.create_service(Ask, "~/ask", self._ask, callback_group=ReentrantCallbackGroup()),
            node.create_service(Query, "~/query", self._query),
            node.create_service(SetVocabulary, "~/set_vocabulary", self._set_vocabulary),
        ]

    def close(self) -> None:
        for service in self._services:
            self._node.destroy_service(service)
        self._services.clear()

    async def _ask(self, request: Ask.Request, response: Ask.Response) -> Ask.Response:
        answered = self._answerer.ask(request.question)
        executor = self._node.executor
        beside = Future(executor=executor)
        # told on the speaker's thread; the result is set on the executor's, which it wakes
        if self._speak(request.question, answered, lambda told: executor.create_task(beside.set_result, told)):
            answered = await beside
        response.answer = self._told(answered)
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
