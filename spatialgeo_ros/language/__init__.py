"""Words to numbers, and the language model that speaks. Needs torch and transformers, but for the settings and words."""
