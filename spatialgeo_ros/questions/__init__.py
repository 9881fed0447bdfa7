"""From a question in words to a typed query and a measured answer, without a language model."""
