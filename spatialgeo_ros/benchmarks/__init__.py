"""Public benchmarks: their files, what has to be asked, and scores of answers to it. No answers are judged by a model."""
