"""Talk before a question: "Hi, me again.", "Thanks, that was helpful. One more thing:", "my boss is asking, ...".

Talk begins like a greeting, thanks, an excuse, or with the one who talks, and says nothing that could be asked about or
bear on how the question is meant: no noun, no place, size, colour or unit, no words that ask or suppose.
"""

from __future__ import annotations

from collections.abc import Iterator

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.frills import Core
from spatialgeo_ros.questions.patterns import Notation, Sentence
from spatialgeo_ros.questions.units import UNIT_WORDS
from spatialgeo_ros.questions.vocabulary import Vocabulary

_BEGINS = Notation({}, {}).compile(
    "hi | hello | hey | hiya | yo | greetings | good (morning | afternoon | evening | day) | thanks | thank you | cheers | "
    "sorry | excuse me | pardon | apologies | ok | okay | so | well | alright | great | nice | perfect | cool | awesome | "
    "wow | um | oh | ah | lol | hope | i | we | my | our | (this | that) (is | 's | was) | "
    "it (is | 's | has) (been | me | just | a) | next (question | one | thing)? | "
    "just? (a | one | another)? (more | last | other | quick | small | little | short)? (thing | question | one)"
)
_BEGINS_AFTER = Notation({}, {}).compile(
    "i | we | my | thanks | thank you | cheers | (it | that) (is | 's) (for | important | urgent)"
)
_LOST = Notation({}, {}).compile(
    "(i | we) (can not | could not | do not) (seem to)? (find | see | spot) (it | them) "
    "(any more | anymore | anywhere | at all)?"
)
_TURNING = frozenset(". not no last first next before after again back up out off or but".split())
# Of the words of the grammar, those that say nothing of a scene as long as no noun is with them.
_EMPTY = frozenset(
    """
a an the this that these those my your our his her their its it he she they i we me you us and or but so as because while
is are was were be been being am 's do did does done has have had having can could will would just only quite rather really
very too also now please to of in on at for with about before after what all everyone everybody someone anything something
everything nothing no not again more most much many bit lot time day weather half first last next like want get take
make made know ask say tell yes okay ok hello hi hey thanks thank back up out off here there long short big little
huge tiny giant thing things name question another need come comes happen happens hurry
""".split()
)
# Words nobody needs in small talk, and that change what is asked.
_SUPPOSING = frozenset(
    """
pretend imagine suppose supposing assume assuming consider treat define call calling let if unless when until otherwise instead
mirror mirrored flip flipped reverse reversed swap swapped opposite invert inverted rotate rotated turn turned face faced
ignore ignoring never without except mean meant means use using upside clockwise north south east west
""".split()
)
_TELLING = (
    lexicon.RESERVED
    | _SUPPOSING
    | frozenset(lexicon.COLOURS)
    | frozenset(lexicon.SHAPES)
    | frozenset(lexicon.SIZES)
    | frozenset(lexicon.LEADING)
    | frozenset(lexicon.NUMBERS)
    | frozenset(lexicon.ORDINALS)
    | frozenset(UNIT_WORDS)
    | frozenset(word for words in lexicon.VIEWER_WORDS for word in words.split())
) - _EMPTY


def left_out(core: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """The sentence without the talk before it, for each place where that may end."""
    sentence = Sentence(core.words, vocabulary, core.breaks)
    begun = max((end for _, end in _BEGINS(sentence, 0)), default=0)
    for at in range(begun, len(core.words) if begun else 0):
        if at in core.breaks or core.words[at - 1] == ".":
            yield core.part(at, len(core.words))
        if not _says_nothing(core.words, at, vocabulary):
            break
    yield from _left_out_after(core, vocabulary)


def _left_out_after(core: Core, vocabulary: Vocabulary) -> Iterator[Core]:
    """Without talk that follows: "How tall is the box? I need to fit it in my trunk." holds a noun, which may be meant."""
    for at in range(1, len(core.words) - 1):
        talk = core.words[at + 1 :]
        if core.words[at] == "." and any(end == len(talk) for _, end in _LOST(Sentence(talk, vocabulary), 0)):
            yield core.part(0, at)
        begins = core.words[at] == "." and any(True for _ in _BEGINS_AFTER(Sentence(talk, vocabulary), 0))
        if begins and not _TURNING & set(talk) and all(_says_nothing(talk, k, vocabulary) for k in range(len(talk))):
            yield core.part(0, at)


def _says_nothing(words: tuple[str, ...], at: int, vocabulary: Vocabulary) -> bool:
    word = words[at]
    return word not in _TELLING and not word[0].isdigit() and word[0] not in "#[" and not vocabulary.nouns_at(words, at)
