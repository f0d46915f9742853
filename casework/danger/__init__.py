"""What is asked about danger, and what the answers call for, as policy says."""

from casework.danger.policy import NO, UNKNOWN, YES, Danger, Said, Tool, load_danger

__all__ = ["NO", "UNKNOWN", "YES", "Danger", "Said", "Tool", "load_danger"]
