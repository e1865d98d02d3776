"""The screens behind the rail."""
