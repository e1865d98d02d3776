"""The counter: the screen that till staff use all day."""
