"""Where the reader's routes meet."""

from flask import Blueprint

pages = Blueprint("public", __name__)
