"""How many sentences of each category of the corpora are read right: python test/questions/scores.py"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import corpus_blind_1
import corpus_blind_2
import corpus_blind_6
import corpus_blind_7
import corpus_blind_8
import corpus_blind_9
import corpus_blind_10
import corpus_blind_11
import corpus_blind_12
import corpus_blind_13
import corpus_blind_14
import corpus_closely
import corpus_everyday
import corpus_further
import corpus_learners
import corpus_measures
import corpus_offhand
import corpus_people
import corpus_people_last
import corpus_people_later
import corpus_plain
import corpus_relations
import corpus_roundabout
import corpus_several
import corpus_talk
import corpus_words_3
import corpus_words_4
import corpus_words_5

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.grammar import parse_question

CORPORA = {
    "own": (
        corpus_relations,
        corpus_measures,
        corpus_several,
        corpus_further,
        corpus_closely,
        corpus_talk,
        corpus_learners,
        corpus_roundabout,
        corpus_everyday,
        corpus_plain,
        corpus_offhand,
    ),
    "people": (corpus_people, corpus_people_later, corpus_people_last),
    "blind 1": (corpus_blind_1,),
    "blind 2": (corpus_blind_2,),
    "words 3": (corpus_words_3,),
    "words 4": (corpus_words_4,),
    "words 5": (corpus_words_5,),
    "blind 6": (corpus_blind_6,),
    "blind 7": (corpus_blind_7,),
    "blind 8": (corpus_blind_8,),
    "blind 9": (corpus_blind_9,),
    "blind 10": (corpus_blind_10,),
    "blind 11": (corpus_blind_11,),
    "blind 12": (corpus_blind_12,),
    "blind 13": (corpus_blind_13,),
    "blind 14": (corpus_blind_14,),
}


def read(sentence):
    try:
        return parse_question(sentence)
    except QuestionError:
        return None


def counted(rows):
    """(right, not understood though it should be, wrong, all)"""
    found = [(read(sentence), query) for sentence, query in rows]
    right = sum(got == query for got, query in found)
    missed = sum(got is None and query is not None for got, query in found)
    return right, missed, len(found) - right - missed, len(found)


def main():
    line = "{:10}{:24}{:>7}{:>8}{:>8}{:>6}\n"
    sys.stdout.write(line.format("corpus", "category", "right", "missed", "wrong", "of"))
    for corpus, modules in CORPORA.items():
        scores = {name: counted(rows) for module in modules for name, rows in module.CATEGORIES.items()}
        for name, score in scores.items():
            sys.stdout.write(line.format(corpus, name, *score))
        sys.stdout.write(line.format(corpus, "all", *map(sum, zip(*scores.values(), strict=True))))


if __name__ == "__main__":
    main()
