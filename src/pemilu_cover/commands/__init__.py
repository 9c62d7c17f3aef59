"""The jobs behind the commands: each module names the stages of one command, in order."""
