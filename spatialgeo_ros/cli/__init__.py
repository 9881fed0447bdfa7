"""The `spatialgeo` command: arguments, and one call each. What a subcommand needs is imported when it is used."""
