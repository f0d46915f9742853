"""Code lists, administrative units and the Vietnamese language: what every room may say."""

from casework.vocabulary.codes import CodeList, Term, Vocabulary, load
from casework.vocabulary.policyfiles import PolicyError
from casework.vocabulary.sitecopy import differences
from casework.vocabulary.unitfiles import load_units
from casework.vocabulary.units import Units
from casework.vocabulary.words import Words

__all__ = [
    "CodeList",
    "PolicyError",
    "Term",
    "Units",
    "Vocabulary",
    "Words",
    "differences",
    "load",
    "load_units",
]
