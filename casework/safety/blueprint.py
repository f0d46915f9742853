"""The blueprint of safety, apart from its views, so that several modules can hang pages on it."""

from flask import Blueprint

blueprint = Blueprint("safety", __name__, url_prefix="/cases/<reference>")
