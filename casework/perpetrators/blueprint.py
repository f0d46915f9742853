"""The blueprint on which both sides hang their pages: the counsellor's file, and a case's people."""

from flask import Blueprint

blueprint = Blueprint("perpetrators", __name__)
