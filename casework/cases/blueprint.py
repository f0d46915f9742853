"""The blueprint of the case file, apart from its views, so that several modules can hang pages on it."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
