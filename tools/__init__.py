"""Scripts for people who work on RefDesk; nothing of this ships."""
