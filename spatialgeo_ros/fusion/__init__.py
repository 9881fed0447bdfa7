"""From encoder features to tokens of a language model: hierarchical adapter, region tokens. Needs torch."""
