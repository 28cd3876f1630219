"""Lets a training program take jobs from a CyxWiz node. docs/engines.md is the guide."""

from .job import EngineError, Job, connect
from .tensors import load, save

__all__ = ["EngineError", "Job", "connect", "load", "save"]
